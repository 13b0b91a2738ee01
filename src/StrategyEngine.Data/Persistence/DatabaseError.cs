using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Persistence;

/// <summary>A database error, classified.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Constraint">The constraint, index or columns the database named, or null.</param>
public readonly record struct DatabaseError(DatabaseErrorKind Kind, string? Constraint = null)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
