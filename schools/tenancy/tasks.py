"""The base of every task that works inside a school."""

from celery import Task

from schools.tenancy.context import school_context


class SchoolTask(Task):
    """A task whose first keyword is `school_id`; its body runs inside that school.

    Ids travel, never objects: the row is read again inside the context, so an id of another
    school is an absent row.
    """

    abstract = True

    def __call__(self, *args: object, school_id: int, **kwargs: object) -> object:
        with school_context(school_id):
            return self.run(*args, school_id=school_id, **kwargs)


