"""The rules of the account: frozen records and pure functions, each rule with its article and its dates."""
