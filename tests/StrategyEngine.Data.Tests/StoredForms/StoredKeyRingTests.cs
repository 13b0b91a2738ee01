using System.Text.Json.Nodes;

using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using OtpNet;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>
/// The key ring, the recovery kit and the exported candles that commit 851bcef made. Nothing here depends on the trading model or on its
/// migrations.
/// </summary>
public sealed class StoredKeyRingTests
{
    private StoredCopy _copy = null!;

    [SetUp]
    public void Copy() => _copy = new StoredCopy();

    [TearDown]
    public void Delete() => _copy.Dispose();

    [Test]
    public async Task A_stored_key_ring_opens_under_its_secret()
    {
        await using var services = _copy.BuildRows();

        services.GetRequiredService<KeyRing>().GetKeys().Should().HaveCount(2).And.OnlyContain(key => key.IsProtected && !key.IsRevoked);
    }

    [Test]
    public async Task What_three_data_keys_encrypted_opens_by_its_stable_names()
    {
        await using var services = _copy.BuildRows();

        await ReadEverythingAsync(services);
    }

    [Test]
    public async Task A_stored_recovery_kit_makes_a_ring_that_opens_everything()
    {
        await using (var kit = File.OpenRead(_copy.In("ring.kit")))
        {
            (await KeyRingRecoveryKit.InspectAsync(kit)).Should()
                .BeEquivalentTo(new { ApplicationName = "StrategyEngine.Data", Keys = new { Count = 2 } });
        }

        await using var services = _copy.BuildRows(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(_copy.In("recovered"))));
        await using (var kit = File.OpenRead(_copy.In("ring.kit")))
        {
            var imported = await services.GetRequiredService<KeyRingRecoveryKit>().ImportAsync(kit, _copy.Facts.KitPassphrase);
            imported.Added.Should().HaveCount(2);
        }

        await ReadEverythingAsync(services);
    }

    [Test]
    public async Task Exported_candles_read_as_they_were_written()
    {
        var rows = new List<CandleRow>();
        await foreach (var row in CandleCsvReader.ReadAsync(_copy.In("candles.csv")))
            rows.Add(row);

        rows.Should().HaveCount(169);
        rows[0].Should().Be(new CandleRow(1772323200000, 16600m, 16605.2m, 16598.75m, 16603.7m, 1.00000001m));
        rows[^1].Should().Be(new CandleRow(1772333880000, 16602.1m, 16607.3m, 16600.85m, 16605.8m, 179.00000179m));
    }

    private async Task ReadEverythingAsync(ServiceProvider services)
    {
        var facts = _copy.Facts;
        await using var rows = await services.GetRequiredService<IDbContextFactory<StoredRows>>().CreateDbContextAsync();
        var user = await rows.Users.SingleAsync(row => row.Email == " ADA@example.ORG");
        var credentials = await rows.Credentials.ToDictionaryAsync(row => row.Id);

        user.Id.Should().Be(facts.User.Id);
        user.Email.Should().Be(facts.User.Email);
        user.TotpSecret!.Reveal().Should().Equal(Base32Encoding.ToBytes(facts.User.TotpSecret));
        credentials.Should().HaveCount(2);
        var (first, second) = (credentials[facts.Credential], credentials[facts.SecondCredential]);
        (first.ApiKey!.Reveal(), first.ApiSecret!.Reveal(), first.Passphrase).Should().Be(("fixture-key-1", "fixture-secret-1", null));
        (second.ApiKey!.Reveal(), second.ApiSecret!.Reveal(), second.Passphrase!.Reveal()).Should()
            .Be(("fixture-key-2", "fixture-secret-2", "fixture-passphrase-2"));
        var fields = services.GetRequiredService<FieldProtector>();
        fields.DecryptText<string>(facts.SealedText, "exchange/secret").Should().Be("sealed under the first data key");
        fields.DecryptText<JsonObject>(facts.SealedJson, "bot/config")["fast"]!.GetValue<int>().Should().Be(12);
    }
}
