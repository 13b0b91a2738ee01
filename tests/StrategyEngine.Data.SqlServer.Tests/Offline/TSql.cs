using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>Reads T-SQL as SQL Server 2022 does.</summary>
internal static class TSql
{
    /// <summary>What is wrong with the syntax, with the place; empty if nothing.</summary>
    public static IReadOnlyList<string> Errors(string sql)
    {
        Parse(sql, out var errors);
        return errors;
    }

    /// <summary>The batches between the lines that say GO.</summary>
    public static IReadOnlyList<string> Batches(string script) => Parse(script, out _).Batches
        .Select(batch => script.Substring(batch.StartOffset, batch.FragmentLength)).ToList();

    public static TSqlScript Parse(string sql, out IReadOnlyList<string> errors)
    {
        using var reader = new StringReader(sql);
        var fragment = new TSql160Parser(initialQuotedIdentifiers: true).Parse(reader, out var found);
        errors = found.Select(error => $"({error.Line},{error.Column}) {error.Message}").ToList();
        return (TSqlScript)fragment;
    }
}
