using System.Data.Common;

using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.Tests.Encryption.Models;

/// <summary>Writes down what travels to the database: statements and the values of their parameters.</summary>
internal sealed class SentValues : DbCommandInterceptor
{
    public List<object?> Parameters { get; } = [];

    public List<string> Statements { get; } = [];

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Keep(command);
        return result;
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Keep(command);
        return result;
    }

    private void Keep(DbCommand command)
    {
        Statements.Add(command.CommandText);
        Parameters.AddRange(command.Parameters.Cast<DbParameter>().Select(parameter => parameter.Value));
    }
}
