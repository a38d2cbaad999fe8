"""Words for the places of Northmoor: wards, streets, schools, voluntary groups. All made up."""

WARDS = (
    "Abbeygate", "Blackmoor", "Brindle", "Canalside", "Copperfield", "Cragside", "Dunlow", "Eastholme",
    "Fellbank", "Foxhollow", "Gorseley", "Harbourne", "Highcroft", "Ironbridge-Lane", "Kestrel-Hill",
    "Larkrise", "Millbeck", "Netherfield", "Oakenshaw", "Priory", "Quarrybank", "Ravensty", "Saltergate",
    "Thornlea", "Underwood", "Valley-Road", "Westering", "Yewdale",
)  # fmt: skip

STREETS = (
    "Quarry Street", "Mill Lane", "Station Road", "Chapel Street", "Alder Close", "Victoria Terrace",
    "Beck Side", "Foundry Row", "Larch Avenue", "Canal Street", "Bobbin Court", "Moor View",
    "Weaver Street", "Tenter Croft", "Rowan Drive", "Nelson Street", "Priory Gardens", "Kiln Lane",
    "Heron Way", "Albert Road", "Dyehouse Lane", "Sparrow Park", "Windmill Hill", "Cobden Street",
)  # fmt: skip

SAINTS = (
    "St Oswin's", "St Brigid's", "All Hallows", "Holy Family", "St Wilfrith's", "Iqra", "Beacon",
    "Northlight",
)  # fmt: skip

SECONDARIES = (
    "Northmoor High", "Fellside Academy", "Canal Street School", "Ravensty Academy", "The Priory School",
    "Harbourne Grammar", "Copperfield High", "Larkrise Academy", "Westering College", "Thornlea School",
    "Ironside Academy", "Moorside Girls' School", "Quarrybank High", "Yewdale School", "Saltergate Academy",
    "Eastholme School",
)  # fmt: skip

GROUPS = (
    "Kettle and Chat", "Riverbank Youth Club", "The Bridge Mentors", "Northmoor Families Together",
    "Open Door Refugee Friends", "Moorside Boxing Gym", "Little Acorns Family Centre",
    "Young Carers of Northmoor", "The Allotment Project", "Copper Kettle Kitchen", "Street Doctors' Bench",
    "Somali Women's Circle", "Dads on Saturdays", "Bobbin Mill Arts", "Step Up Mentoring",
    "Polish Saturday School", "The Night Bus", "Second Chance Bikes", "Homework House",
    "Northmoor Play Forum", "Sisters' Table", "Warm Rooms", "Roma Bridge", "Canal Kids",
    "Hearth Family Support", "The Listening Shed", "Brass Roots Band", "Moor Football for All",
)  # fmt: skip

INFORMAL = (
    ("school caretaker", "school"),
    ("dinner lady", "school"),
    ("crossing warden", "school"),
    ("football coach", "community"),
    ("boxing coach", "community"),
    ("neighbour", "home"),
    ("shopkeeper", "community"),
    ("imam", "community"),
    ("church warden", "community"),
    ("family friend", "home"),
    ("childminder", "home"),
)
"""People without a post who know families, and where they know them."""
