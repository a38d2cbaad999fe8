"""What root fields share: the request, an id, and the subject that is asked about."""

from typing import Annotated

from strawberry import ID, Info, argument

from api.graphql.inputs import SubjectBy
from api.guarding.asking import Asking
from graph.model import Subject

Asked = Info[Asking, None]
OwnId = Annotated[ID, argument(description="Kith's own id.")]


def subject_of(by: SubjectBy) -> Subject:
    """The child or family of a look-up."""
    return Subject("child", by.child) if by.child else Subject("family", by.family or "")
