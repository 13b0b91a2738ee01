namespace StrategyEngine.Data.Specifications.Encryption;

public sealed record Contact(string Name, string Phone);
