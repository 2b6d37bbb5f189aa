"""What people hand in: what may come, the copy that is shown, and who has looked at it.

    kinds      what is accepted, by its content
    sandbox    a process with limits of its own, where whatever has to be parsed is parsed
    cleaning   what that process does: a copy without metadata, scripts or inner files
    services   the door: quotas, copy, scanner, rows
    scanner    ClamAV, where there is one
    links      the addresses, good for a minute, under which files are served

See docs/decisions/uploads.md.
"""
