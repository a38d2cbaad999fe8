"""Names of many origins, put together at random: no row is a person.

Each origin is one line of girls' and women's names, one of boys' and men's, one of family names.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Given and family names that are heard together."""

    name: str
    share: float
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    families: tuple[str, ...]


def _origin(name: str, share: float, girls: str, boys: str, families: str) -> Origin:
    return Origin(name, share, tuple(girls.split()), tuple(boys.split()), tuple(families.split()))


ORIGINS: tuple[Origin, ...] = (
    _origin(
        "British",
        46,
        "Ava Grace Ruby Ellie Megan Chloe Poppy Daisy Lily Freya Imogen Hannah Tegan Siân Isla Kayleigh Beth",
        "Alfie Jack Harry Oscar Liam Connor Kai Tyler Rhys Callum Ewan Jayden Archie Reece Luke Owen Toby",
        "Hartley Ashworth Pickering Thornton Bailey Marsden Whitaker Cartwright Holroyd Barraclough Lumb Sykes "
        "Greenhalgh Redfern Birtwhistle Farrow Tomlinson Entwistle Oldroyd Wragg Llewellyn Macrae Ogilvie Tait",
    ),
    _origin(
        "Irish",
        5,
        "Niamh Aoife Caoimhe Róisín Sinéad Orla Bridget Gráinne Éabha Ciara",
        "Seán Oisín Pádraig Cillian Darragh Eoin Fionn Cormac Tadhg Ruairí",
        "O'Brien Ó'Súilleabháin Gallagher McGinley Brennan Doherty O'Dowd Kinsella Quigley Devlin",
    ),
    _origin(
        "Pakistani",
        9,
        "Amina Zainab Maryam Aisha Hafsa Sana Iqra Noor Rabia Saima Mahnoor Khadija",
        "Hamza Bilal Usman Zayn Adnan Imran Faisal Haris Saad Yusuf Kashif Tariq",
        "Hussain Mahmood Akhtar Iqbal Malik Chaudhry Mirza Qureshi Bhatti Rafiq Javed Aslam",
    ),
    _origin(
        "Indian",
        5,
        "Priya Ananya Simran Jasleen Meera Kavya Harpreet Diya Nisha Lakshmi",
        "Arjun Rohan Gurpreet Harjit Vikram Kiran Nikhil Dev Manpreet Aarav",
        "Patel Sidhu Sharma Gill Nair Dhaliwal Reddy Desai Sandhu Iyer Mistry Chauhan",
    ),
    _origin(
        "Bangladeshi",
        4,
        "Fahmida Nasrin Tasnim Rumana Sultana Jannat Nusrat Shirin",
        "Rafiqul Mahbub Tanvir Shafiq Jamal Nazmul Ridwan Habib",
        "Rahman Miah Begum Chowdhury Uddin Islam Khatun Sarkar Talukdar Hoque",
    ),
    _origin(
        "West African",
        5,
        "Adwoa Abena Ngozi Folasade Chiamaka Efua Titilayo Aminata Yétúndé Adaeze",
        "Kwame Kofi Chinedu Babatunde Emeka Olúwaṣeun Mamadou Yaw Tunde Ikenna",
        "Mensah Okafor Adeyemi Owusu Diallo Boateng Nwosu Ogunleye Asante Bangura Koroma Ọláyínká",
    ),
    _origin(
        "East African",
        4,
        "Hodan Fatuma Selam Ayaan Wanjiru Ifrah Mekdes Hibaq Achieng Rahel",
        "Abdirahman Liban Tesfaye Mwangi Yonas Guled Dawit Otieno Mahad Kidane",
        "Warsame Abdi Tekle Kamau Haile Jama Odhiambo Gebremedhin Farah Negash",
    ),
    _origin(
        "Caribbean",
        4,
        "Shanice Tanisha Keisha Jada Monique Latoya Renée Chantelle",
        "Tyrone Jermaine Dwayne Marlon Andre Kemar Leroy Delroy",
        "Campbell Grant Beckford Francis Pinnock Joseph Baptiste Thompson Morrison St-Clair",
    ),
    _origin(
        "Polish",
        5,
        "Zofia Maja Hanna Małgorzata Agnieszka Wiktoria Oliwia Łucja Kasia Bożena",
        "Jakub Łukasz Wojciech Michał Kacper Szymon Paweł Grzegorz Stanisław Filip",
        "Wiśniewski Zieliński Dąbrowski Wójcik Szczepański Pawłowski Kozłowski Jabłoński Gołębiowski Żak",
    ),
    _origin(
        "Romanian",
        3,
        "Ioana Andreea Mălina Ștefania Roxana Bianca Crina Florina",
        "Ștefan Andrei Ionuț Răzvan Mihai Florin Cătălin Darius",
        "Popescu Ionescu Dumitrescu Țurcanu Munteanu Șerban Lăcătuș Rusu Bălan Ciobanu",
    ),
    _origin(
        "Arabic",
        3,
        "Layla Rania Yasmin Huda Salma Nour Dalia Rasha",
        "Omar Karim Khaled Nabil Tarek Samir Ziad Hassan",
        "al-Masri Haddad Khoury Nasser al-Jaziri Mansour Darwish Saleh Barakat Hijazi",
    ),
    _origin(
        "Turkish and Kurdish",
        3,
        "Elif Zeynep Ayşe Gülşen Berfin Rojda Özlem Çiğdem",
        "Emre Barış Mehmet Uğur Rojhat Azad Çağlar Serhat",
        "Yılmaz Demir Şahin Özdemir Çelik Kılıç Aydın Bozkurt Arslan Güneş",
    ),
    _origin(
        "Chinese",
        2,
        "Mei Xinyi Lihua Jiayi Yuchen Xuělián Wanting Siu-Ling",
        "Wei Haoran Junjie Zhiwei Mingyu Jianhong Kai-Ming Lǐqiáng",
        "Chen Wang Huang Lau Cheung Zhao Leung Xu Lü Ho",
    ),
    _origin(
        "Vietnamese",
        2,
        "Linh Thảo Ngọc Hương Mỹ Diệp Quỳnh Tuyết",
        "Minh Đức Tuấn Hùng Quang Bảo Sơn Phúc",
        "Nguyễn Trần Lê Phạm Vũ Đặng Bùi Huỳnh",
    ),
)

SHARES: tuple[float, ...] = tuple(origin.share for origin in ORIGINS)
