using System.Data.Common;
using System.Runtime.CompilerServices;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace StrategyEngine.Data.Sessions;

/// <summary>One statement of standard SQL, written once for each model from its tables, columns and conversions. Thread-safe.</summary>
/// <remarks>
/// For what every log-in and refresh does: EF 10 compiles no updates (dotnet/efcore#36741) and translates them anew each time, and its change tracker
/// costs more than the insert of a row. Loggers and command interceptors see it as any other statement.
/// </remarks>
/// <param name="write">Writes it, with names from the writer.</param>
internal sealed class ModelStatement(Func<ModelStatement.Writer, string> write)
{
    private readonly ConditionalWeakTable<IModel, Written> _written = [];

    /// <summary>Runs it with a value for each of its parameters.</summary>
    /// <returns>How many rows changed.</returns>
    public async Task<int> ExecuteAsync(DbContext context, CancellationToken cancellationToken, params (string Parameter, object? Value)[] values)
    {
        var written = _written.GetValue(context.Model, model => Write(model, context.GetService<ISqlGenerationHelper>()));
        var command = context.Database.GetDbConnection().CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            var parameters = new DbParameter[values.Length];
            for (var i = 0; i < values.Length; i++)
                parameters[i] = written.Mappings[values[i].Parameter].CreateParameter(command, "@" + values[i].Parameter, values[i].Value, nullable: true);
            return await context.Database.ExecuteSqlRawAsync(written.Sql, parameters, cancellationToken).ConfigureAwait(false);
        }
    }

    private Written Write(IModel model, ISqlGenerationHelper sql)
    {
        var writer = new Writer(model, sql);
        var text = write(writer);
        return new Written(text, writer.Mappings);
    }

    private sealed record Written(string Sql, IReadOnlyDictionary<string, RelationalTypeMapping> Mappings);

    /// <summary>Names as the model and the provider spell them.</summary>
    internal sealed class Writer(IModel model, ISqlGenerationHelper sql)
    {
        public Dictionary<string, RelationalTypeMapping> Mappings { get; } = [];

        public string Table<T>() => sql.DelimitIdentifier(Type<T>().GetTableName()!, Type<T>().GetSchema());

        public string Column<T>(string property) => sql.DelimitIdentifier(Type<T>().FindProperty(property)!.GetColumnName());

        /// <summary>A parameter that is converted as the property is.</summary>
        public string Parameter<T>(string property, string name)
        {
            Mappings[name] = Type<T>().FindProperty(property)!.GetRelationalTypeMapping();
            return "@" + name;
        }

        /// <summary><c>column = @name</c>, to be set or to be compared.</summary>
        public string Is<T>(string property, string name) => $"{Column<T>(property)} = {Parameter<T>(property, name)}";

        private IEntityType Type<T>() => model.FindEntityType(typeof(T))!;
    }
}
