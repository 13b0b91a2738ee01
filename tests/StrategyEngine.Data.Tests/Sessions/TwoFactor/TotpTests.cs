using System.Text;

using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions.TwoFactor;

namespace StrategyEngine.Data.Tests.Sessions.TwoFactor;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_111_111_111);

    [Test]
    public void Codes_are_those_of_RFC_6238()
    {
        var vectors = AuthVectors.Get("rfc6238_appendix_b");
        var rows = vectors.GetProperty("rows").EnumerateArray().ToList();

        rows.Should().HaveCount(18);
        foreach (var row in rows)
        {
            var algorithm = row.GetProperty("alg").GetString()!;
            var secret = Encoding.ASCII.GetBytes(vectors.GetProperty("seeds_ascii").GetProperty(algorithm).GetString()!);
            var step = Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(row.GetProperty("time").GetInt64()));

            step.ToString("X16").Should().Be(row.GetProperty("step_hex").GetString());
            Totp.Code(secret, step, 8, Enum.Parse<TotpAlgorithm>(algorithm)).Should().Be(row.GetProperty("totp8").GetString());
            Totp.Code(secret, step, 6, Enum.Parse<TotpAlgorithm>(algorithm)).Should().Be(row.GetProperty("totp6").GetString());
        }
    }

    [Test]
    public void Counters_give_the_codes_of_RFC_4226()
    {
        var codes = AuthVectors.Get("rfc4226_appendix_d")
            .GetProperty("hotp6_counters_0_9")
            .EnumerateArray()
            .Select(code => code.GetString());

        Enumerable.Range(0, 10).Select(counter => Totp.Code(Secret, counter)).Should().Equal(codes);
    }

    [Test]
    public void Secrets_are_spelled_as_in_the_vectors()
    {
        var vectors = AuthVectors.Get("rfc6238_appendix_b");
        foreach (var seed in vectors.GetProperty("seeds_ascii").EnumerateObject())
        {
            Base32.Encode(Encoding.ASCII.GetBytes(seed.Value.GetString()!))
                .Should().Be(vectors.GetProperty("seeds_base32").GetProperty(seed.Name).GetString());
        }
    }

    [Test]
    public void Any_secret_at_any_time_gives_the_code_another_implementation_gives() =>
        Gen.Select(Gen.Byte.Array[20], Gen.Long[0, 4_000_000_000]).Sample(
            (secret, time) =>
            {
                var instant = DateTimeOffset.FromUnixTimeSeconds(time);
                return Totp.Code(secret, Totp.StepAt(instant)) == new OtpNet.Totp(secret).ComputeTotp(instant.UtcDateTime)
                    && Base32.Encode(secret) == OtpNet.Base32Encoding.ToString(secret).TrimEnd('=');
            });

    [TestCase(-2, false)]
    [TestCase(-1, true)]
    [TestCase(0, true)]
    [TestCase(1, true)]
    [TestCase(2, false)]
    public void A_code_is_accepted_one_step_early_or_late_and_no_more(int steps, bool accepted)
    {
        var step = Totp.StepAt(Now) + steps;

        Totp.Match(Secret, Totp.Code(Secret, step), Now, window: 1).Should().Be(accepted ? step : null);
    }

    [Test]
    public void Only_six_ASCII_digits_are_a_code()
    {
        var code = Totp.Code(Secret, Totp.StepAt(Now));
        Totp.Match(Secret, code, Now, 0).Should().NotBeNull();

        var arabic = string.Concat(code.Select(digit => (char)('\u0660' + (digit - '0'))));
        foreach (var text
            in new[] { null, "", " " + code, code + " ", "+" + code[1..], "-" + code[1..], code[..5], code + "0", arabic, code + "\0" })
        {
            Totp.Match(Secret, text, Now, 1).Should().BeNull("of {0}", text);
        }
    }

    [Test]
    public void The_enrolment_address_escapes_what_it_holds()
    {
        var uri = Totp.Uri("Acme & Söhne", "a:b@example.com", Secret);

        uri.Should().Be(
            "otpauth://totp/Acme%20%26%20S%C3%B6hne:a%3Ab%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            + "&issuer=Acme%20%26%20S%C3%B6hne&algorithm=SHA1&digits=6&period=30");
    }
}
