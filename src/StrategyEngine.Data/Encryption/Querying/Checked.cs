using System.Linq.Expressions;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>An expression that has passed the guard, and what its result holds.</summary>
internal readonly record struct Checked(Expression Node, Shape Shape);
