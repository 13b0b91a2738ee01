using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Sessions.ServiceKeys;

namespace StrategyEngine.Data.Tests.Sessions.ServiceKeys;

public sealed class ServiceKeyTests
{
    private static readonly Guid Id = Guid.Parse("0198c0de-0000-7000-8000-000000000001");

    [Test]
    public void A_key_reads_back_as_it_was_written_and_prints_nothing()
    {
        var key = ServiceKey.New(Id);
        var text = key.Encode();

        text.Should().MatchRegex("^sekey1_[A-Za-z0-9_-]{68}$");
        var read = ServiceKey.TryParse(text)!;
        read.Id.Should().Be(Id);
        read.Hash().Should().Equal(key.Hash());
        $"{key}".Should().Be("service credential");
    }

    [Test]
    public void The_layout_is_id_secret_and_CRC_32C_of_prefix_and_both()
    {
        var text = ServiceKey.New(Id).Encode();
        var data = Base64Url.DecodeFromChars(text.AsSpan(7));

        data.Should().HaveCount(51);
        new Guid(data.AsSpan(0, 16), bigEndian: true).Should().Be(Id);
        ServiceKey.TryParse(text)!.Hash().Should().Equal(SHA256.HashData(data.AsSpan(16, 31)));
        BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(47)).Should().Be(Crc32C([.. "sekey1_"u8, .. data[..47]]));

        // The check value of the CRC catalogue, so that this is the algorithm it says.
        Crc32C(Encoding.ASCII.GetBytes("123456789")).Should().Be(0xE3069283);
    }

    [Test]
    public void Every_other_spelling_is_no_key()
    {
        var text = ServiceKey.New(Id).Encode();
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var c in "AQgw09-_+/= \n\0é".Where(c => c != text[i]))
                ServiceKey.TryParse(text[..i] + c + text[(i + 1)..]).Should().BeNull("of {0} at {1}", (int)c, i);
            ServiceKey.TryParse(text.Remove(i, 1)).Should().BeNull();
            ServiceKey.TryParse(text.Insert(i, "A")).Should().BeNull();
        }

        foreach (var other in new[] { null, "", "sekey1_", text + "=", text.ToUpperInvariant(), new string('A', 300_000) })
            ServiceKey.TryParse(other).Should().BeNull();
    }

    // Bit by bit, reflected, polynomial 0x1EDC6F41 (RFC 9260 appendix A).
    private static uint Crc32C(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return ~crc;
    }
}
