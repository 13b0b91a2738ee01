using System.Reflection;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Tests.Offline;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>The statements that the library has as text, found by what they are and not by a list.</summary>
internal static class LibraryStatements
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly Core = typeof(TradingDatabase).Assembly;

    /// <summary>Every constant of the classes of this provider whose name ends in Sql, and what their methods make.</summary>
    public static IEnumerable<(string Name, string Sql)> OfProvider()
    {
        foreach (var type
            in typeof(SqlServerTradingProvider).Assembly.GetTypes().Where(type => type.Name.EndsWith("Sql", StringComparison.Ordinal)))
        {
            foreach (var field in type.GetFields(Static).Where(field => field.FieldType == typeof(string) && !field.IsPrivate))
                yield return ($"{type.Name}.{field.Name}", (string)field.GetValue(null)!);
            foreach (var method in type.GetMethods(Static).Where(method => method.ReturnType == typeof(string) && !method.IsPrivate))
            {
                var arguments = method.GetParameters().Select(parameter => parameter.Name switch
                {
                    "table" => "[trading].[users]",
                    "match" => "stored.[id] = stage.[id]",
                    "assignments" => "[sample] = stage.[sample]",
                    _ => "[sample]",
                });
                yield return ($"{type.Name}.{method.Name}", (string)method.Invoke(null, [.. arguments])!);
            }
        }
    }

    /// <summary>Every <c>ModelStatement</c> of the core, that of each <c>EntityInsert</c> included, in the words of the model.</summary>
    public static IEnumerable<(string Name, string Sql)> OfModel(DbContext context)
    {
        foreach (var field in Core.GetTypes().Where(type => !type.ContainsGenericParameters).SelectMany(type => type.GetFields(Static)))
        {
            var value = IsStatement(field.FieldType) || IsInsert(field.FieldType) ? field.GetValue(null) : null;
            if (value is not null && IsInsert(field.FieldType))
                value = field.FieldType.GetFields(Instance).Single(inner => IsStatement(inner.FieldType)).GetValue(value);
            if (value is null)
                continue;
            var written = StatementType.GetMethod("In")!.Invoke(value, [context])!;
            yield return ($"{field.DeclaringType!.Name}.{field.Name}", (string)written.GetType().GetProperty("Sql")!.GetValue(written)!);
        }
    }

    /// <summary>Every statement by which keys are counted and values re-encrypted.</summary>
    public static IEnumerable<(string Name, string Sql)> OfEncryption(DbContext context)
    {
        var type = Core.GetType("StrategyEngine.Data.Encryption.Jobs.EncryptedTable", throwOnError: true)!;
        var tables = (IEnumerable<object>)type.GetMethod(
            "Of", [typeof(DbContext), typeof(EncryptionDialect)])!.Invoke(null, [context, OfflineModel.Provider.Encryption])!;
        foreach (var table in tables)
        {
            foreach (var method in type.GetMethods(Instance | BindingFlags.DeclaredOnly)
                .Where(method => method.ReturnType == typeof(string) && method is { IsPublic: true, IsSpecialName: false }))
            {
                foreach (var arguments in Arguments(type, table, method))
                {
                    yield return ($"EncryptedTable.{method.Name} of {type.GetProperty("Name")!.GetValue(table)}",
                        (string)method.Invoke(table, [.. arguments])!);
                }
            }
        }
    }

    /// <summary>
    /// The statements by which rows are written one by one where an engine has no way of its own, for every table of the model.
    /// </summary>
    public static IEnumerable<(string Name, string Sql)> OfPlainBulk(DbContext context)
    {
        var find = Core.GetType("StrategyEngine.Data.Persistence.Bulk.BulkModel", throwOnError: true)!.GetMethod("Find")!;
        var plain = Core.GetType("StrategyEngine.Data.Persistence.Bulk.PlainBulkTable", throwOnError: true)!;
        foreach (var entity in context.Model.GetEntityTypes().Where(TradingEntityTypes.IsOurs))
        {
            var written = find.Invoke(null, [context, entity.ClrType])!;
            var table = Activator.CreateInstance(
                plain, written.GetType().GetProperty("Target")!.GetValue(written), context.Database.GetDbConnection(), null)!;
            foreach (var field in plain.GetFields(Instance).Where(field => field.FieldType == typeof(System.Data.Common.DbCommand)))
            {
                if (field.GetValue(table) is System.Data.Common.DbCommand command)
                    yield return ($"{field.Name} of {entity.ClrType.Name}", command.CommandText);
            }
        }
    }

    /// <summary>The updates of single rows that are prepared once, in the words of the model: what each of them sets and finds.</summary>
    public static IEnumerable<(string Name, string Sql)> OfRowUpdates(DbContext context)
    {
        var type = Core.GetType("StrategyEngine.Data.Encryption.Jobs.RowUpdate", throwOnError: true)!;
        foreach (var entity in context.Model.GetEntityTypes().Where(TradingEntityTypes.IsOurs))
        {
            string[] key = [.. entity.FindPrimaryKey()!.Properties.Select(property => property.Name)];
            string[] others = [.. entity.GetProperties().Select(property => property.Name).Except(key)];
            var update = Activator.CreateInstance(type, context, entity.ClrType, others, key)!;
            var command = (System.Data.Common.DbCommand)type.GetField("_command", Instance)!.GetValue(update)!;
            yield return ($"RowUpdate of {entity.ClrType.Name}", command.CommandText);
        }
    }

    /// <summary>The type of a statement that is written once for each model.</summary>
    public static Type StatementType { get; } = Core.GetType(
        "StrategyEngine.Data.Persistence.Statements.ModelStatement", throwOnError: true)!;

    public static bool IsStatement(Type type) => type == StatementType;

    public static bool IsInsert(Type type) => type is { IsGenericType: true, Name: "EntityInsert`1" } && type.Assembly == Core;

    private static List<List<object>> Arguments(Type type, object table, MethodInfo method)
    {
        List<List<object>> all = [[]];
        foreach (var parameter in method.GetParameters())
        {
            var values = parameter.ParameterType.Name switch
            {
                "EncryptedTableColumn" => (IEnumerable<object>)type.GetProperty("Columns")!.GetValue(table)!,
                "RowChange" => [Activator.CreateInstance(parameter.ParameterType, ulong.MaxValue, 0UL, 1UL, ulong.MaxValue)!],
                nameof(Boolean) => [true, false],
                nameof(Int32) => [100],
                var other => throw new NotSupportedException($"EncryptedTable.{method.Name} takes a {other}: say here what to try."),
            };
            all = [.. all.SelectMany(known => values.Select(value => new List<object>(known) { value }))];
        }

        return all;
    }
}
