using System.Globalization;

using Microsoft.EntityFrameworkCore.Migrations.Operations;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Tells when an altered column may hold less than before.</summary>
internal static class Narrowing
{
    // Each holds everything that those before it hold.
    private static readonly Type[] Integers = [typeof(byte), typeof(short), typeof(int), typeof(long), typeof(decimal)];

    /// <summary>The condition of the rows that may not fit, in SQL; null if every value fits.</summary>
    public static string? Condition(AlterColumnOperation alter, string column, MigrationSession session)
    {
        if (!Widens(alter.OldColumn.ClrType, alter.ClrType)
            || LosesDigits(alter)
            || (alter.OldColumn.IsUnicode != false && alter.IsUnicode == false))
        {
            return $"{column} IS NOT NULL";
        }

        return alter.MaxLength is { } length && (alter.OldColumn.MaxLength ?? int.MaxValue) > length
            ? string.Create(CultureInfo.InvariantCulture, $"{session.LengthOf(column)} > {length}")
            : null;
    }

    public static string Describe(AlterColumnOperation alter) =>
        alter.ColumnType
            ?? (alter.MaxLength is { } length
                ? string.Create(CultureInfo.InvariantCulture, $"{alter.ClrType.Name}({length})")
                : alter.ClrType.Name);

    private static bool Widens(Type before, Type after)
    {
        before = Nullable.GetUnderlyingType(before) ?? before;
        after = Nullable.GetUnderlyingType(after) ?? after;
        return before == after || (Array.IndexOf(Integers, before) is var from and >= 0 && Array.IndexOf(Integers, after) > from);
    }

    private static bool LosesDigits(AlterColumnOperation alter) =>
        alter.OldColumn.Precision is { } oldPrecision && alter.Precision is { } precision
        && (precision - (alter.Scale ?? 0) < oldPrecision - (alter.OldColumn.Scale ?? 0)
            || (alter.Scale ?? 0) < (alter.OldColumn.Scale ?? 0));
}
