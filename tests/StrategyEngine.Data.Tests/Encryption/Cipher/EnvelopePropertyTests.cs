using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>For any value of any type: it comes back, and nothing else does.</summary>
[TestFixture]
internal sealed class EnvelopePropertyTests
{
    private const string Context = "things/value";

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String, Gen.String[Gen.Char, 0, 300], Gen.OneOf(new[] { "", "\uD800", "þ", "\0", "ünïcödé 🙂" }.Select(Gen.Const).ToArray()));

    private EncryptedDatabase _database = null!;
    private FieldProtector _protector = null!;

    [OneTimeSetUp]
    public void Open()
    {
        _database = new EncryptedDatabase();
        _protector = new FieldProtector(_database.Ring);
        _database.Ring.EnsureActiveKey();
    }

    [OneTimeTearDown]
    public void Close() => _database.Dispose();

    [Test]
    public void Any_value_of_any_type_comes_back_unchanged_bound_or_not()
    {
        RoundTrip(Texts, (left, right) => string.Equals(left, right, StringComparison.Ordinal));
        RoundTrip(Gen.Byte.Array, (left, right) => left.SequenceEqual(right));
        RoundTrip(Gen.Bool);
        RoundTrip(Gen.SByte);
        RoundTrip(Gen.Byte);
        RoundTrip(Gen.Short);
        RoundTrip(Gen.UShort);
        RoundTrip(Gen.Int);
        RoundTrip(Gen.UInt);
        RoundTrip(Gen.Long);
        RoundTrip(Gen.ULong);
        RoundTrip(Gen.Float, (left, right) => BitConverter.SingleToInt32Bits(left) == BitConverter.SingleToInt32Bits(right));
        RoundTrip(Gen.Double, (left, right) => BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right));
        RoundTrip(Gen.Decimal, (left, right) => decimal.GetBits(left).SequenceEqual(decimal.GetBits(right)));
        RoundTrip(Gen.Char);
        RoundTrip(Gen.Guid);
        RoundTrip(Gen.DateTime, (left, right) => left == right && left.Kind == right.Kind);
        RoundTrip(Gen.DateTimeOffset, (left, right) => left.EqualsExact(right));
        RoundTrip(Gen.DateOnly);
        RoundTrip(Gen.TimeOnly);
        RoundTrip(Gen.TimeSpan);
        RoundTrip(Gen.Enum<DayOfWeek>());
        RoundTrip(
            Gen.Select(Gen.String.AlphaNumeric, Gen.Decimal, Gen.Int.List, (name, amount, numbers) => new Order(name, amount, numbers)),
            (left, right) => left.Name == right.Name && left.Amount == right.Amount && left.Numbers.SequenceEqual(right.Numbers));
    }

    [Test]
    public void Any_flipped_bits_give_a_typed_error() =>
        Gen.Select(Gen.String[0, 60], Gen.Int[0, int.MaxValue], Gen.Byte[1, 255], Gen.Bool).Sample((text, position, mask, bound) =>
        {
            var envelope = Seal(text, bound);
            envelope[position % envelope.Length] ^= mask;
            return IsRefused(envelope, bound);
        }, iter: 2_000);

    [Test]
    public void Any_truncation_or_extension_gives_a_typed_error() =>
        Gen.Select(Gen.String[0, 60], Gen.Int[0, int.MaxValue], Gen.Byte.Array[1, 20], Gen.Bool).Sample((text, length, more, bound) =>
        {
            var envelope = Seal(text, bound);
            return IsRefused(envelope[..(length % envelope.Length)], bound) && IsRefused([.. envelope, .. more], bound);
        }, iter: 2_000);

    [Test]
    public void Any_random_bytes_give_a_typed_error() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Bool, Gen.Bool).Sample((bytes, looksRight, bound) =>
        {
            if (looksRight && bytes.Length > 6)
                Seal("", bound).AsSpan(0, 6).CopyTo(bytes);
            return IsRefused(bytes, bound);
        }, iter: 2_000);

    [Test]
    public void Any_other_version_or_flag_gives_a_typed_error() =>
        Gen.Select(Gen.String[0, 60], Gen.Byte, Gen.Bool).Where((_, form, bound) => form != (bound ? 0x18 : 0x10))
            .Sample((text, form, bound) =>
        {
            var envelope = Seal(text, bound);
            envelope[1] = form;
            return IsRefused(envelope, bound);
        }, iter: 2_000);

    [Test]
    public void Any_value_opens_under_its_own_name_row_and_type_only() =>
        Gen.Select(Gen.String[0, 40], Gen.Char.AlphaNumeric.Array[1, 12].Select(letters => new string(letters)), Gen.Int)
            .Sample((text, other, row) =>
        {
            var envelope = _protector.Encrypt(text, Context, row);
            return Throws(() => _protector.Decrypt<string>(envelope, $"{other}/value", row))
                && Throws(() => _protector.Decrypt<string>(envelope, $"things/{other}", row))
                && Throws(() => _protector.Decrypt<string>(envelope, Context, unchecked(row + 1)))
                && Throws(() => _protector.Decrypt<string>(envelope, Context, (long)row))
                && Throws(() => _protector.Decrypt<string>(envelope, Context))
                && Throws(() => _protector.Decrypt<byte[]>(envelope, Context, row));
        }, iter: 2_000);

    private void RoundTrip<T>(Gen<T> values, Func<T, T, bool>? same = null)
        where T : notnull
    {
        same ??= EqualityComparer<T>.Default.Equals;
        Gen.Select(values, Gen.Guid).Sample((value, row) =>
            same(value, _protector.Decrypt<T>(_protector.Encrypt(value, Context), Context))
            && same(value, _protector.Decrypt<T>(_protector.Encrypt(value, Context, row), Context, row)));
    }

    private byte[] Seal(string text, bool bound) => bound ? _protector.Encrypt(text, Context, 7) : _protector.Encrypt(text, Context);

    private bool IsRefused(byte[] stored, bool bound) =>
        Throws(() => bound ? _protector.Decrypt<string>(stored, Context, 7) : _protector.Decrypt<string>(stored, Context));

    private static bool Throws(Func<object?> open)
    {
        try
        {
            open();
            return false;
        }
        catch (EncryptionException)
        {
            return true;
        }
    }

    private sealed record Order(string Name, decimal Amount, List<int> Numbers);
}
