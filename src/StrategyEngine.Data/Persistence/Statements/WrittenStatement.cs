using System.Data.Common;

using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Persistence.Statements;

/// <summary>A <see cref="ModelStatement"/> in the words of one model.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Parameters">How each parameter is stored.</param>
/// <param name="Columns">The columns it answers with.</param>
/// <param name="Properties">What an INSERT of an entity gives, in the order of its parameters.</param>
internal sealed record WrittenStatement(
    string Sql,
    IReadOnlyDictionary<string, RelationalTypeMapping> Parameters,
    IReadOnlyDictionary<string, StatementColumn> Columns,
    IReadOnlyList<IProperty> Properties)
{
    /// <summary>A parameter with a value that is converted as its property is.</summary>
    public DbParameter CreateParameter(DbCommand command, string name, object? value) =>
        ParameterValues.Create(Parameters[name], command, "@" + name, value);
}
