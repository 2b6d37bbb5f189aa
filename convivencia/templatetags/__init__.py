"""Template libraries: `forms_ui` draws forms, `wording` says dates and names, `frame` the page."""
