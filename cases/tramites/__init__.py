"""The procedures of a case: several protocols running side by side, each with its own clocks."""
