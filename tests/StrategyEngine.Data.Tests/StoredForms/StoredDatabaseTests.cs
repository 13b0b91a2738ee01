using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using OtpNet;

using StrategyEngine.Data.Auditing;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Completeness;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>The SQLite database that commit 851bcef made: it migrates, verifies, and everything in it is used.</summary>
public sealed class StoredDatabaseTests
{
    private static readonly ClientInfo Client = new("203.0.113.7", "Fixture/1.0");

    private StoredCopy _copy = null!;

    private ServiceProvider _services = null!;

    private AccountManager Accounts => Get<AccountManager>();

    private StoredFacts Facts => _copy.Facts;

    [SetUp]
    public async Task MigrateAsync()
    {
        _copy = new StoredCopy();
        _services = await _copy.MigrateAsync();
    }

    [TearDown]
    public async Task DeleteAsync()
    {
        await _services.DisposeAsync();
        _copy.Dispose();
    }

    [Test]
    public async Task A_stored_database_is_brought_up_to_date_and_verifies()
    {
        var runner = Get<MigrationRunner>();

        var status = await runner.GetStatusAsync();
        status.IsCurrent.Should().BeTrue();
        status.Applied.Should().StartWith(["20261126140134_Initial", "20261126204112_AddCandleCoverage"]);
        (await runner.VerifyAsync()).Findings.Should().NotContain(finding => finding.IsFault);
        (await runner.GetHistoryAsync()).Should().HaveCountGreaterThanOrEqualTo(2);
    }

    [Test]
    public async Task Values_under_former_data_keys_read_and_are_moved_to_the_present_one()
    {
        var keys = Get<EncryptionKeyManager>();
        await keys.VerifyAsync();
        var before = await keys.GetStatusAsync();
        before.Keys.Where(key => before.ValuesUnder(key.KeyId) > 0).Should().HaveCount(3);
        before.Columns.Should().OnlyContain(column => column.PlaintextValues == 0);
        before.RingKeys.Should().OnlyContain(key => key.Availability == RingKeyAvailability.Available);
        await ReadSecretsAsync();

        var moved = await keys.ReencryptAsync();

        (moved.IsComplete, moved.Failures.Count).Should().Be((true, 0));
        moved.RewrittenValues.Should().Be(before.OutdatedValues).And.BePositive();
        (await keys.GetStatusAsync()).OutdatedValues.Should().Be(0);
        await ReadSecretsAsync();
    }

    [Test]
    public async Task A_stored_user_logs_in_with_password_and_authenticator()
    {
        var challenge = await ChallengeAsync("ADA");
        var code = new Totp(Base32Encoding.ToBytes(Facts.User.TotpSecret)).ComputeTotp(_copy.Time.GetUtcNow().UtcDateTime);

        (await Accounts.CompleteTwoFactorAsync(challenge, code, Client)).Should().BeOfType<LoginResult.Success>()
            .Which.Tokens.UserId.Should().Be(Facts.User.Id);
    }

    [Test]
    public async Task Stored_recovery_codes_stand_in_for_the_authenticator_once()
    {
        (await Accounts.CountRecoveryCodesAsync(Facts.User.Id)).Should().Be(Facts.User.RecoveryCodes.Length);
        var challenge = await ChallengeAsync("ada@example.org");

        (await Accounts.CompleteTwoFactorAsync(challenge, Facts.User.SpentRecoveryCode, Client)).Should().BeOfType<LoginResult.Failed>();
        (await Accounts.CompleteTwoFactorAsync(challenge, Facts.User.RecoveryCodes[0], Client)).Should().BeOfType<LoginResult.Success>();
        (await Accounts.CountRecoveryCodesAsync(Facts.User.Id)).Should().Be(Facts.User.RecoveryCodes.Length - 1);
    }

    [Test]
    public async Task A_stored_session_is_accepted_refreshed_and_revoked_when_its_token_comes_again()
    {
        var sessions = Get<SessionManager>();
        (await sessions.ValidateTokenAsync(Facts.Session.AccessToken, TokenFreshness.Strict, Client))
            .Should().BeOfType<ValidationResult.Valid>().Which.Session.SessionId.Should().Be(Facts.Session.Id);

        var refreshed = (await sessions.RefreshTokenAsync(Facts.Session.RefreshToken, Client))
            .Should().BeOfType<RefreshResult.Rotated>().Which.Tokens;
        (refreshed.SessionId, refreshed.UserId).Should().Be((Facts.Session.Id, Facts.User.Id));
        _copy.Time.Advance(TimeSpan.FromMinutes(1));
        (await sessions.RefreshTokenAsync(refreshed.RefreshToken.Reveal(), Client)).Should().BeOfType<RefreshResult.Rotated>();

        _copy.Time.Advance(TimeSpan.FromMinutes(1));
        (await sessions.RefreshTokenAsync(Facts.Session.RefreshToken, Client))
            .Should().BeOfType<RefreshResult.ReuseDetected>().Which.SessionId.Should().Be(Facts.Session.Id);
    }

    [Test]
    public async Task A_stored_session_reveals_the_stored_credential()
    {
        var granted = (await Accounts.RevealCredentialAsync(Facts.Session.AccessToken, Facts.Credential, Client))
            .Should().BeOfType<RevealCredentialResult.Granted>().Which;

        granted.Credential.ApiSecret!.Reveal().Should().Be("fixture-secret-1");
    }

    [Test]
    public async Task A_stored_service_key_is_accepted_from_its_network_alone()
    {
        var services = Get<ServiceCredentials>();

        (await services.AuthenticateAsync(Facts.Service.Value, Client)).Should().BeOfType<ServiceAuthenticationResult.Valid>()
            .Which.Identity.Should().BeEquivalentTo(new { CredentialId = Facts.Service.Id, UserId = Facts.User.Id });
        (await services.AuthenticateAsync(Facts.Service.Value, new ClientInfo("198.51.100.1")))
            .Should().BeOfType<ServiceAuthenticationResult.Rejected>();
    }

    [Test]
    public async Task Stored_candles_are_as_the_store_left_them()
    {
        var candles = Get<CandleStore>();
        var from = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

        var proof = await candles.ProveAsync(Facts.Asset, Timeframe.OneMinute, from, from.AddMinutes(179));

        proof.IsUnaltered.Should().BeTrue("{0}", proof.FirstDifference);
        proof.Coverage.Should().BeEquivalentTo(new { Present = 169L, Missing = 5L, VerifiedEmpty = 5L });
        var gaps = new List<CandleGap>();
        await foreach (var gap in candles.FindGapsAsync(Facts.Asset, Timeframe.OneMinute, from, from.AddMinutes(179)))
            gaps.Add(gap);
        gaps.Should().ContainSingle().Which.Should().BeEquivalentTo(new { From = from.AddMinutes(105), To = from.AddMinutes(110) });
        (await candles.ReadLatestAsync(Facts.Asset, Timeframe.OneMinute, 1)).Should().Equal(
            new CandleRow(1772333940000, 16605.8m, 16611m, 16604.55m, 16609.5m, 180.0000018m, Closed: false, Revision: 2));
    }

    [Test]
    public async Task Stored_records_read_to_the_last_digit()
    {
        await using var context = CreateContext();

        var trade = await context.Trades.SingleAsync(row => row.Id == Facts.Trade);
        trade.Should().BeEquivalentTo(new
        {
            Status = TradeStatus.Closed,
            OrderType = OrderType.Limit,
            EntryPrice = 100.225m,
            ExitPrice = 110.12345678m,
            Commission = 0m,
            Pnl = 19.79691356m,
            SignalId = Facts.Signal,
            CreatedBy = "fixture",
        });
        (await context.TradeExecutions.OrderBy(fill => fill.ExecutedAt).Select(fill => fill.Price).ToListAsync())
            .Should().Equal(100.25m, 100.15m, 110.12345678m);
        (await context.Trades.SingleAsync(row => row.Id != Facts.Trade)).Quantity.Should().Be(0.00000001m);
        var signal = await context.Signals.SingleAsync();
        (signal.SignalType, signal.TargetPrice, signal.Timeframe, signal.MarketSentiment).Should()
            .Be((SignalType.StrongBuy, 17000.12345678m, Timeframe.OneHour, MarketSentiment.Bullish));
        var strategy = await context.Strategies.SingleAsync(row => row.Id == Facts.Strategy);
        strategy.Config.ToJsonString().Should().Be("""{"fast":10,"slow":30,"symbols":["BTCUSDT"]}""");
        (await context.CandleQuarantine.SingleAsync()).Should()
            .BeEquivalentTo(new { Reason = CandleRefusal.HighBelowLow, High = "9", Low = "11" });
        (await context.IndicatorValues.CountAsync()).Should().Be(169);
        (await context.PerformanceMetrics.SingleAsync(row => row.Period == MetricsPeriod.AllTime)).TotalPnl.Should().Be(19.79691356m);
        (await Get<AuditTrail>().GetHistoryAsync<Strategy>(Facts.Strategy)).Select(entry => (entry.Actor, entry.Action)).Should()
            .BeEquivalentTo([("fixture", AuditAction.Created), ("fixture", AuditAction.Updated)]);
    }

    private async Task ReadSecretsAsync()
    {
        await using var context = CreateContext();
        var user = await context.Users.SingleAsync(row => row.Email == "ada@EXAMPLE.org");
        user.Email.Should().Be(Facts.User.Email);
        user.TotpSecret!.Reveal().Should().Equal(Base32Encoding.ToBytes(Facts.User.TotpSecret));
        user.PasswordHash.Should().StartWith("$argon2id$");
        var credentials = await context.ExchangeCredentials.OrderBy(row => row.Label).ToListAsync();
        credentials.Select(row => row.ApiSecret!.Reveal()).Should().Equal("fixture-secret-1", "fixture-secret-2");
        credentials[1].Passphrase!.Reveal().Should().Be("fixture-passphrase-2");
        (await context.UserSessions.ToListAsync()).Should()
            .OnlyContain(session => session.IpAddress == "203.0.113.7" && session.UserAgent == "Fixture/1.0");
        (await context.AuthenticationEvents.ToListAsync()).Should().Contain(entry => entry.IpAddress == "203.0.113.7");
        (await context.Strategies.SingleAsync()).Config["slow"]!.GetValue<int>().Should().Be(30);
    }

    private async Task<string> ChallengeAsync(string name) =>
        (await Accounts.LogInAsync(name, Facts.User.Password, Client))
            .Should().BeOfType<LoginResult.TwoFactorRequired>().Which.Challenge.Reveal();

    private TService Get<TService>()
        where TService : notnull => _services.GetRequiredService<TService>();

    private TradingDbContext CreateContext() => Get<IDbContextFactory<TradingDbContext>>().CreateDbContext();
}
