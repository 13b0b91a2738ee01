using System.Data.Common;
using System.Runtime.CompilerServices;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace StrategyEngine.Data.Persistence.Statements;

/// <summary>One statement of standard SQL, written once for each model from its tables, columns and conversions. Thread-safe.</summary>
/// <remarks>
/// For what every log-in and refresh does: EF 10 compiles no updates (dotnet/efcore#36741) and translates them anew each time, and its
/// change tracker costs more than the insert of a row.
/// </remarks>
/// <param name="write">Writes it, with names from the writer.</param>
internal sealed class ModelStatement(Func<StatementWriter, string> write)
{
    private readonly ConditionalWeakTable<IModel, WrittenStatement> _written = [];

    /// <summary>Runs it through the context, where its loggers and command interceptors see it as any other statement.</summary>
    /// <returns>How many rows changed.</returns>
    public async Task<int> ExecuteAsync(
        DbContext context, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        var written = In(context);
        var command = context.Database.GetDbConnection().CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            var parameters = new DbParameter[values.Length];
            for (var i = 0; i < values.Length; i++)
                parameters[i] = written.CreateParameter(command, values[i].Name, values[i].Value);
            try
            {
                return await context.Database.ExecuteSqlRawAsync(written.Sql, parameters, cancellationToken).ConfigureAwait(false);
            }
            catch (DbException failure) when (SchemaFailure.Of(TradingOptionsExtension.Of(context).Provider, failure) is { } named)
            {
                throw named;
            }
        }
    }

    /// <summary>Runs it on an open connection, in the transaction that was begun there, if any.</summary>
    /// <returns>How many rows changed.</returns>
    public Task<int> ExecuteAsync(
        OpenContext open, CancellationToken cancellationToken, params ReadOnlySpan<(string Name, object? Value)> values) =>
        open.Bind(this, values).ExecuteNonQueryAsync(cancellationToken);

    /// <summary>Reads every row it answers with.</summary>
    public Task<List<T>> ReadAsync<T>(
        OpenContext open,
        Func<StatementRow, T> read,
        CancellationToken cancellationToken,
        params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = open.Bind(this, values);
        return ReadAsync(command, open.Write(this), read, cancellationToken);
    }

    public WrittenStatement In(DbContext context) => _written.GetValue(context.Model, model =>
    {
        var writer = new StatementWriter(model, context.GetService<ISqlGenerationHelper>());
        var sql = write(writer);
        return new WrittenStatement(sql, writer.Parameters, writer.Columns, writer.Inserted);
    });

    private static async Task<List<T>> ReadAsync<T>(
        DbCommand command, WrittenStatement written, Func<StatementRow, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(read(new StatementRow(reader, written.Columns)));
        }

        return rows;
    }
}
