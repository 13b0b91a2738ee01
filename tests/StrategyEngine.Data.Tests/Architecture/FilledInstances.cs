using System.Collections;
using System.Data;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json.Nodes;

using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Binance;
using StrategyEngine.Data.MarketData.Calendars;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Paging;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>Makes instances whose every member holds something, and plants a text in each member that nobody may read.</summary>
internal sealed class FilledInstances
{
    /// <summary>What stands in an instant, which is 14:34 in Berlin.</summary>
    public static readonly DateTimeOffset Instant = new(2026, 3, 1, 14, 34, 56, 789, TimeSpan.FromHours(1));

    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
    private const int Deepest = 5;

    private static readonly string[] SecretNames =
        ["Token", "Secret", "Password", "Passphrase", "ConnectionString", "Hash", "RecoveryCode", "PrivateKey", "ApiKey"];

    // All that they hold is secret, whatever it is called.
    private static readonly Type[] SecretTypes =
        [typeof(IssuedToken), typeof(RecoveryCodes), typeof(TwoFactorEnrollment), typeof(Secret<>)];

    // Of the application, which alone knows whether they may be read.
    private static readonly string[] SecretMembers = [$"{typeof(Page<>).Name}.Items", $"{typeof(ReadableList<>).Name}.Rows"];

    // Secret by their name alone, each with the reason why not.
    private static readonly Dictionary<string, string> OpenMembers = new()
    {
        ["CandleCoverage.Hash"] = "a checksum, by which coverage is compared",
        ["MigrationHistoryEntry.SqlHash"] = "a checksum of the library's own statements",
        ["MigrationHistoryEntry.OperationsHash"] = "a checksum of compiled operations",
        ["MigrationJournalEntry.SqlHash"] = "a checksum of the library's own statements",
        ["MigrationJournalEntry.OperationsHash"] = "a checksum of compiled operations",
        ["AccountOptions.DeniedPasswordWords"] = "words that no password may hold",
    };

    private readonly List<string> _secrets = [];
    private readonly HashSet<Type> _underWay = [];
    private readonly HashSet<string> _openMembersMet = [];

    /// <summary>The texts that were planted, and the bytes in each form in which they could be read.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    /// <summary>Members that are let off although they do not hold a secret by their name, or are not there.</summary>
    public IEnumerable<string> OpenMembersNotMet => OpenMembers.Keys.Except(_openMembersMet);

    public object Make(Type type) => Of(Closed(type), "", isSecret: false)
        ?? throw new InvalidOperationException($"{type} cannot be filled.");

    private static Type Closed(Type type) =>
        type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(_ => typeof(string))]) : type;

    private object? Of(Type type, string member, bool isSecret)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        isSecret |= SecretTypes.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
        return Value(type, member, isSecret) ?? Special(type, isSecret) ?? Collection(type, member, isSecret) ?? Instance(type, isSecret);
    }

    private object? Value(Type type, string member, bool isSecret)
    {
        if (type == typeof(string))
            return isSecret ? Planted(member) : $"seen {member}";
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1);
        if (type == typeof(byte[]))
            return PlantedBytes();
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => true,
            TypeCode.Char => ';',
            TypeCode.Double => -1234.5,
            TypeCode.Decimal => -1234.5m,
            TypeCode.Int32 => 7,
            TypeCode.Int64 => 7L,
            TypeCode.UInt32 => 7u,
            TypeCode.UInt16 => (ushort)7,
            _ when type == typeof(Guid) => Guid.Parse("0198a7b2-0000-7000-8000-000000000001"),
            _ when type == typeof(DateTimeOffset) => Instant,
            _ when type == typeof(DateOnly) => DateOnly.FromDateTime(Instant.DateTime),
            _ when type == typeof(TimeOnly) => new TimeOnly(9, 5),
            _ when type == typeof(TimeSpan) => TimeSpan.FromMinutes(90),
            _ => null,
        };
    }

    private object? Special(Type type, bool isSecret)
    {
        if (type == typeof(JsonObject))
            return new JsonObject { ["seen"] = isSecret ? Planted("json") : "seen" };
        if (type == typeof(Uri))
            return new Uri($"https://{Planted("user")}:{Planted("password")}@venue.example/?key={Planted("query")}");
        if (type.IsAssignableTo(typeof(Delegate)))
            return Function(type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Secret<>))
            return Activator.CreateInstance(type, Of(type.GetGenericArguments()[0], "Value", isSecret: true));
        return type switch
        {
            _ when type == typeof(Timeframe) => Timeframe.OneMinute,
            _ when type == typeof(TimeZoneInfo) => TimeZoneInfo.Utc,
            _ when type == typeof(Type) => typeof(decimal),
            _ when type == typeof(RelationalTypeMapping) => new StringTypeMapping("text", DbType.String),
            _ when type == typeof(ICandleFeed) => new BinanceCandleFeed(),
            _ when type == typeof(CandleCsvFormat) => CandleCsvFormat.Binance,
            _ when type == typeof(KeyRingSecret) => KeyRingSecret.FromEnvironment("SEEN_VARIABLE"),
            _ when type == typeof(WeeklyCalendar) =>
                WeeklyCalendar.Daily(TimeZoneInfo.Utc, new TimeOnly(9, 0), new TimeOnly(17, 0)),
            _ when type == typeof(EquityCurve) =>
                new EquityCurve(Currency.Parse("USDT"), [new EquityPoint(Instant, 1234.5m), new EquityPoint(Instant.AddDays(1), 2m)]),
            _ => null,
        };
    }

    private static Delegate Function(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        return Expression.Lambda(
            type, Expression.Default(invoke.ReturnType), invoke.GetParameters().Select(taken => Expression.Parameter(taken.ParameterType)))
            .Compile();
    }

    private object? Collection(Type type, string member, bool isSecret)
    {
        if (type.IsArray)
            return Items(type.GetElementType()!, member, isSecret);
        if (!type.IsGenericType)
            return null;
        var arguments = type.GetGenericArguments();
        if (type.GetGenericTypeDefinition() == typeof(ReadOnlyMemory<>))
            return Activator.CreateInstance(type, Items(arguments[0], member, isSecret));
        if (type.IsAssignableFrom(arguments[0].MakeArrayType()))
            return Items(arguments[0], member, isSecret);
        if (arguments.Length != 2 || !type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(arguments)))
            return null;
        var entries = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
        entries.Add(Of(arguments[0], member, isSecret)!, Of(arguments[1], member, isSecret));
        return entries;
    }

    // Fewer than two where an item is being made already: a trade of an asset of that trade.
    private Array Items(Type type, string member, bool isSecret)
    {
        var items = Enumerable.Range(0, 2).Select(_ => Of(type, member, isSecret)).Where(item => item is not null).ToList();
        var array = Array.CreateInstance(type, items.Count);
        for (var i = 0; i < items.Count; i++)
            array.SetValue(items[i], i);
        return array;
    }

    private object? Instance(Type type, bool isSecret)
    {
        if (_underWay.Count == Deepest || type.IsAbstract || !_underWay.Add(type))
            return null;
        try
        {
            var constructor = ConstructorOf(type);
            var taken = constructor?.GetParameters() ?? [];
            var values = taken.Select(each => Of(each.ParameterType, each.Name!, isSecret || IsSecret(type, each.Name!, each))).ToArray();
            var instance = constructor?.Invoke(values) ?? Activator.CreateInstance(type)!;
            for (var declaring = type; declaring != typeof(object) && declaring is not null; declaring = declaring.BaseType)
            {
                foreach (var property in declaring.GetProperties(Any | BindingFlags.DeclaredOnly))
                {
                    if (!taken.Any(each => each.Name!.Equals(property.Name, StringComparison.OrdinalIgnoreCase)))
                        Set(instance, declaring, property, isSecret);
                }
            }

            return instance;
        }
        finally
        {
            _underWay.Remove(type);
        }
    }

    // The constructor that takes most, but not the one that copies a record. A struct may have none.
    private static ConstructorInfo? ConstructorOf(Type type) => type.GetConstructors(Any)
        .Where(constructor => constructor.GetParameters() is not [var only] || only.ParameterType != type)
        .MaxBy(constructor => constructor.GetParameters().Length);

    private void Set(object instance, Type declaring, PropertyInfo property, bool isSecret)
    {
        isSecret |= IsSecret(declaring, property.Name, property);
        if (property.SetMethod is not null)
        {
            if (Of(property.PropertyType, property.Name, isSecret) is { } value)
                property.SetValue(instance, value);
        }
        else if (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() is var generic
            && (generic == typeof(List<>) || generic == typeof(ICollection<>)))
        {
            var list = (IList)property.GetValue(instance)!;
            foreach (var item in Items(property.PropertyType.GetGenericArguments()[0], property.Name, isSecret))
                list.Add(item);
        }
    }

    private bool IsSecret(Type declaring, string member, ICustomAttributeProvider provider)
    {
        var name = $"{declaring.Name}.{char.ToUpperInvariant(member[0])}{member[1..]}";
        var isSecret = provider.IsDefined(typeof(EncryptedAttribute), inherit: true)
            || SecretMembers.Contains(name)
            || SecretNames.Any(part => member.Contains(part, StringComparison.OrdinalIgnoreCase));
        if (!isSecret || !OpenMembers.ContainsKey(name))
            return isSecret;
        _openMembersMet.Add(name);
        return false;
    }

    private string Planted(string member)
    {
        _secrets.Add($"planted-{member}-{_secrets.Count}-x");
        return _secrets[^1];
    }

    private byte[] PlantedBytes()
    {
        var bytes = Guid.NewGuid().ToByteArray();
        _secrets.AddRange(
            [Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Convert.ToBase64String(bytes), BitConverter.ToString(bytes)]);
        return bytes;
    }
}
