using Microsoft.SqlServer.Dac;
using Microsoft.SqlServer.Dac.Model;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>
/// Validates a script that makes a schema as DacFx does when it builds a database project: every name, type and reference.
/// </summary>
internal static class SchemaModel
{
    public static IReadOnlyList<string> Errors(string createScript)
    {
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (var batch in TSql.Batches(createScript))
            model.AddObjects(Declared(batch));
        return model.Validate().Where(message => message.MessageType == DacMessageType.Error)
            .Select(message => $"{message.Number}: {message.Message}").ToList();
    }

    /// <summary>Everything that is wrong with batches, that which is only a warning within a procedure included.</summary>
    public static IReadOnlyList<string> Findings(IEnumerable<string> batches)
    {
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (var batch in batches)
            model.AddObjects(batch);
        return model.Validate().Select(message => $"{message.Number}: {message.Message}").ToList();
    }

    // A model declares what there is; whether it was there before is no part of it.
    private static string Declared(string batch) =>
        batch.Contains("CREATE SCHEMA [trading]", StringComparison.Ordinal) ? "CREATE SCHEMA [trading]" : batch;
}
