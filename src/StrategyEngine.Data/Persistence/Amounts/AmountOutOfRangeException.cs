using System.Globalization;

using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Persistence;

/// <summary>An amount cannot be stored exactly: it has too many digits before or behind the decimal point.</summary>
/// <remarks>Thrown before anything is saved. Round the amount where it is computed, or correct it.</remarks>
public sealed class AmountOutOfRangeException : DbUpdateException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="field">The entity and property, such as <c>Trade.Quantity</c>.</param>
    /// <param name="precision">Total digits that can be stored.</param>
    /// <param name="scale">Of which behind the decimal point.</param>
    public AmountOutOfRangeException(string field, int precision, int scale)
        : base($"{Describe(field, precision, scale)}: at most {precision - scale} digits before and {scale} behind the decimal point. "
            + "Round it where it is computed, or correct it; nothing was saved.")
    {
        Field = field;
    }

    /// <summary>What a database is to fail with, for <see cref="AmountFailureInterceptor"/> to know it.</summary>
    internal static string Describe(string field, int precision, int scale) =>
        string.Create(CultureInfo.InvariantCulture, $"{field} does not fit DECIMAL({precision},{scale})");

    /// <summary>The stable code <c>persistence.amount</c>.</summary>
    public string Code { get; } = "persistence.amount";

    /// <summary>The entity and property, such as <c>Trade.Quantity</c>.</summary>
    public string Field { get; }
}
