"""The base of every task that works inside a school."""

from celery import Task

from schools.tenancy.context import NoSchoolError, school_context


class SchoolTask(Task):
    """A task whose first keyword is `school_id`; its body runs inside that school.

    Ids travel, never objects: the row is read again inside the context, so an id of another
    school is an absent row. Without `school_id` there is no school, and no call.
    """

    def __call__(self, *args: object, school_id: int, **kwargs: object) -> object:
        with school_context(_known(school_id)):
            return self.run(*args, school_id=school_id, **kwargs)


class SteppedSchoolTask(Task):
    """A long task: its body opens `school_context(school_id)` for each step.

    A context is one transaction, so what a step writes is seen by others when it ends: progress
    above all. Between steps no row of any school can be read.
    """

    def __call__(self, *args: object, school_id: int, **kwargs: object) -> object:
        _known(school_id)
        return self.run(*args, school_id=school_id, **kwargs)


def _known(school_id: object) -> int:
    """Return `school_id` if it is the number of a school; a message may say anything."""
    from schools.models import School  # noqa: PLC0415 -- the models know this package

    if type(school_id) is not int or not School.objects.filter(pk=school_id).exists():
        raise NoSchoolError("La tarea no dice de qué establecimiento es.")
    return school_id
