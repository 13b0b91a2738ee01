namespace StrategyEngine.Data.Encryption.Querying.Operators;

/// <summary>What is known of a LINQ operator.</summary>
internal sealed record QueryOperator(ElementUse Elements, OperatorResult Result);
