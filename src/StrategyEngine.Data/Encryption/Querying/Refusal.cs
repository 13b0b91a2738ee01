using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Querying;

/// <summary>The words in which the guard refuses: what the query does with which property, and what to do instead.</summary>
internal static class Refusal
{
    public const string InMemory = "Load the rows first and compute in memory.";
    public const string SaveInstead = "Load the entities, assign the property and call SaveChanges.";

    private const string MapInstead =
        "Project the property from its entity, whose set takes raw SQL by FromSql(); or map the type to the table that its values are in: "
        + "modelBuilder.Entity<T>().HasNoKey().ToView(\"table\").";

    private const string RevealAfterLoading = "Load the entity and call Reveal() on its property.";

    public static EncryptedQueryException Of(IReadOnlyProperty property, string operation, string alternative) =>
        new($"{property.DeclaringType.ClrType.Name}.{property.Name}", operation, alternative);

    /// <summary>The refusal of raw SQL that is read into a type which the model does not have.</summary>
    public static EncryptedQueryException OfUnmapped(IReadOnlyProperty property) => new(
        $"{property.DeclaringType.ClrType.Name}.{property.Name}",
        "SqlQuery() of a type that the model does not have",
        MapInstead,
        "and no column of the model says by which name and keys its values were sealed");

    /// <summary>The refusal of a kind of expression that would compute with an encrypted value.</summary>
    public static EncryptedQueryException Of(IReadOnlyProperty property, ExpressionType operation) =>
        Of(property, Describe(operation), InMemory);

    /// <summary>The refusal of a method or operator, with the alternative that it has.</summary>
    public static EncryptedQueryException OfCall(IReadOnlyProperty property, string method) =>
        Of(property, $"{method}()", Alternative(method, property));

    /// <summary>The refusal of a member that an encrypted value has once it is loaded.</summary>
    public static EncryptedQueryException OfMember(IReadOnlyProperty property, string member) =>
        Of(property, $".{member}", IsSecret(property) ? RevealAfterLoading : InMemory);

    private static string Describe(ExpressionType type) => type switch
    {
        ExpressionType.LessThan or ExpressionType.LessThanOrEqual or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual =>
            "a comparison",
        ExpressionType.Coalesce => "??",
        ExpressionType.AndAlso or ExpressionType.OrElse or ExpressionType.Not => "a condition",
        ExpressionType.Convert or ExpressionType.ConvertChecked => "a conversion",
        _ => $"the operation {type}",
    };

    private static string Alternative(string method, IReadOnlyProperty property) => method switch
    {
        _ when IsSecret(property) => RevealAfterLoading,
        "Join" or "LeftJoin" or "RightJoin" or "GroupJoin" => "Join on a property that is not encrypted.",
        "GroupBy" => "Group by a property that is not encrypted, or group in memory.",
        "IsNullOrEmpty" or "IsNullOrWhiteSpace" => "Test for null with == null; whether a text is empty is only known after loading.",
        "GetValueOrDefault" => "Project the property itself and apply GetValueOrDefault() to the result.",
        _ => InMemory,
    };

    private static bool IsSecret(IReadOnlyProperty property) => EncryptedProperties.IsSecret(property.ClrType);
}
