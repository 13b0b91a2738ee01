using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.Cipher;
using StrategyEngine.Data.Encryption.Keys;
using StrategyEngine.Data.Encryption.Values;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Vectors computed independently in two languages when the format was designed.</summary>
[TestFixture]
internal sealed class EnvelopeVectorTests
{
    private static readonly byte[] DataKey = Enumerable.Range(0x00, 32).Select(i => (byte)i).ToArray();
    private static readonly byte[] Nonce = Enumerable.Range(0xA0, 12).Select(i => (byte)i).ToArray();
    private static readonly byte[] IndexRoot = Enumerable.Range(0x80, 32).Select(i => (byte)i).ToArray();

    [Test]
    public void A_column_key_is_derived_by_HKDF_Expand_from_the_stable_name()
    {
        using var key = new ColumnKey(DataKey, new ColumnName("accounts", "api_secret", 0).KeyInfo);

        Convert.ToHexStringLower(key.Material).Should().Be("7fc98eb925fc49d783d23f9a04513a2597b79ccd8e79e7c53e22a3d0bfd7ce93");
    }

    [Test]
    public void An_envelope_has_the_published_bytes()
    {
        using var database = new EncryptedDatabase();
        var key = LoadedDataKey.FromMaterial(0x11223344, DataKey);
        var cipher = new FieldCipher(
            database.Ring, database.Ring.Column("accounts", "api_secret"), FieldLocation.None, ColumnSettings.Standard);

        var envelope = cipher.SealWith("sk_live_42", StringCodec.Instance, key, Nonce, []);

        Convert.ToHexStringLower(envelope).Should().Be(
            "fe1011223344a0a1a2a3a4a5a6a7a8a9aaab1c8bad1bfe5dd515d7e2fe58d1544852d414910a3714017b10876a");
        envelope.Should().HaveCount("sk_live_42".Length + Envelope.Overhead);
    }

    [Test]
    public void A_blind_index_token_has_the_published_bytes()
    {
        using var database = new EncryptedDatabase();
        using var root = new KeyMaterial(IndexRoot);
        var hasher = new BlindIndexHasher(
            database.Ring, database.Ring.Column("accounts", "email"), BlindIndexNormalizer.TrimLower, FieldLocation.None, generation: 1);

        Convert.ToHexStringLower(hasher.Hash("User@X.com ", root)).Should().Be("e7d204df86b8428f2fd836082e1d65e1");
    }

    [Test]
    public void A_row_key_is_the_length_the_type_and_the_big_endian_bytes_of_each_key_value()
    {
        var id = new Guid("00112233-4455-6677-8899-aabbccddeeff");

        Convert.ToHexStringLower(RowKey.Of(id)).Should().Be("0000001111" + "00112233445566778899aabbccddeeff");
        RowKey.Of([(object)id]).Should().Equal(RowKey.Of(id));
        Convert.ToHexStringLower(RowKey.Of([7, "ab"])).Should().Be("00000005" + "09" + "00000007" + "00000003" + "01" + "6162");
    }
}
