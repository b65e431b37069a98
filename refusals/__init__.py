"""How the portal says no: one small tree of errors, mapped once for REST and once for pages."""
