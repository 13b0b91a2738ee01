using System.Runtime.CompilerServices;

using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Persistence;

/// <summary>What a write demands of the values of a property before anything is sent, whichever way it goes. Immutable.</summary>
internal sealed class ValueRule
{
    private static readonly ConditionalWeakTable<IProperty, ValueRule> Known = [];

    private readonly decimal? _limit;
    private readonly int? _longest;
    private readonly bool _isText;
    private readonly bool _isRequiredText;

    private ValueRule(IProperty property)
    {
        Field = $"{property.DeclaringType.ClrType.Name}.{property.Name}";
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type == typeof(decimal) && property.GetPrecision() is { } precision && property.GetScale() is { } scale)
            (Precision, Scale, _limit) = (precision, scale, PowerOfTen(precision - scale));
        _isText = type == typeof(string) && property.GetValueConverter() is null;
        if (_isText)
            _longest = property.GetMaxLength();
        _isRequiredText = property.PropertyInfo?.IsDefined(typeof(RequiredMemberAttribute), inherit: false) is true;
    }

    /// <summary>The entity and property, such as <c>Trade.Quantity</c>.</summary>
    public string Field { get; }

    /// <summary>Whether the values are amounts, with digits before and behind the point.</summary>
    public bool IsAmount => _limit is not null;

    public int Precision { get; }

    public int Scale { get; }

    public static ValueRule Of(IProperty property) => Known.GetValue(property, static property => new ValueRule(property));

    /// <summary>What is wrong with a value, to be read after the name of the field; null if nothing.</summary>
    /// <remarks>SQLite enforces no length, and every engine would store a lone surrogate as something else.</remarks>
    public string? Fault(object? value) => value switch
    {
        decimal amount when _limit is { } limit && (decimal.Round(amount, Scale) != amount
            || decimal.Truncate(Math.Abs(amount)) >= limit) => $"does not fit DECIMAL({Precision},{Scale})",
        string text when _isText => text.Length switch
        {
            0 when _isRequiredText && _longest is not null => "is empty",
            var length when length > _longest => $"is longer than {_longest} characters",
            _ when !WellFormed.Is(text) => "holds half a surrogate pair",
            _ when text.Contains('\0', StringComparison.Ordinal) => "holds the character U+0000, which not every database can store",
            _ => null,
        },
        Enum constant when !Enum.IsDefined(constant.GetType(), constant) => $"is no {constant.GetType().Name}",
        _ => null,
    };

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
