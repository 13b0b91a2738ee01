using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data.Tests.Persistence;

/// <summary>What databases hold of the library's enums, member by member. A line may be added; one that is there never changes.</summary>
[TestFixture]
public sealed class StoredEnumTests
{
    private const string Texts =
        """
        AssetClass.Crypto crypto
        AssetClass.Forex forex
        AssetClass.Stock stock
        AssetStatus.Delisted delisted
        AssetStatus.Halted halted
        AssetStatus.Trading trading
        AuditAction.Created created
        AuditAction.Deleted deleted
        AuditAction.Updated updated
        AuthenticationEventKind.ClientChanged client_changed
        AuthenticationEventKind.CredentialRevealed credential_revealed
        AuthenticationEventKind.LoggedIn logged_in
        AuthenticationEventKind.LoginFailed login_failed
        AuthenticationEventKind.PasswordChanged password_changed
        AuthenticationEventKind.RecoveryCodeRedeemed recovery_code_redeemed
        AuthenticationEventKind.RecoveryCodesReplaced recovery_codes_replaced
        AuthenticationEventKind.RefreshTokenReused refresh_token_reused
        AuthenticationEventKind.RevealRefused reveal_refused
        AuthenticationEventKind.SecondFactorFailed second_factor_failed
        AuthenticationEventKind.ServiceCredentialCreated service_credential_created
        AuthenticationEventKind.ServiceCredentialRefused service_credential_refused
        AuthenticationEventKind.ServiceCredentialRevoked service_credential_revoked
        AuthenticationEventKind.SessionRefreshed session_refreshed
        AuthenticationEventKind.SessionRevoked session_revoked
        AuthenticationEventKind.SigningKeyRevoked signing_key_revoked
        AuthenticationEventKind.SteppedUp stepped_up
        AuthenticationEventKind.TwoFactorDisabled two_factor_disabled
        AuthenticationEventKind.TwoFactorEnabled two_factor_enabled
        AuthenticationEventKind.UserDisabled user_disabled
        AuthenticationEventKind.UserEnabled user_enabled
        AuthenticationEventKind.UserErased user_erased
        AuthenticationEventKind.UserRegistered user_registered
        CandleRefusal.Duplicate duplicate
        CandleRefusal.HighBelowLow high_below_low
        CandleRefusal.InFuture in_future
        CandleRefusal.LargeMove large_move
        CandleRefusal.Late late
        CandleRefusal.Negative negative
        CandleRefusal.NoSpread no_spread
        CandleRefusal.NotPositive not_positive
        CandleRefusal.OutsideRange outside_range
        CandleRefusal.TooEarly too_early
        CandleRefusal.TooLarge too_large
        CandleRefusal.TooPrecise too_precise
        CandleRefusal.Unaligned unaligned
        CostMethod.Average average
        CostMethod.Fifo fifo
        DataKeyState.Active active
        DataKeyState.Decrypt decrypt
        DataKeyState.Destroyed destroyed
        DataKeyState.Retired retired
        DataKeyState.Revoked revoked
        LedgerEntryKind.Delivery delivery
        LedgerEntryKind.Deposit deposit
        LedgerEntryKind.Fee fee
        LedgerEntryKind.Funding funding
        LedgerEntryKind.Interest interest
        LedgerEntryKind.Other other
        LedgerEntryKind.Transfer transfer
        LedgerEntryKind.Withdrawal withdrawal
        MarketKind.CashEquity cash_equity
        MarketKind.Forex forex
        MarketKind.Future future
        MarketKind.InversePerpetual inverse_perpetual
        MarketKind.LinearPerpetual linear_perpetual
        MarketKind.Spot spot
        MarketSentiment.Bearish bearish
        MarketSentiment.Bullish bullish
        MarketSentiment.Neutral neutral
        MarketSentiment.VeryBearish very_bearish
        MarketSentiment.VeryBullish very_bullish
        MetricsPeriod.AllTime all_time
        MetricsPeriod.Daily daily
        MetricsPeriod.Monthly monthly
        MetricsPeriod.Weekly weekly
        MetricsPeriod.Yearly yearly
        MigrationJournalStatus.Accepted accepted
        MigrationJournalStatus.Adopted adopted
        MigrationJournalStatus.Announced announced
        MigrationJournalStatus.Applied applied
        MigrationJournalStatus.Baselined baselined
        MigrationJournalStatus.Failed failed
        MigrationJournalStatus.Partial partial
        MigrationJournalStatus.Reverted reverted
        MigrationJournalStatus.Stamped stamped
        OrderSide.Buy buy
        OrderSide.Sell sell
        OrderStatus.Acknowledged acknowledged
        OrderStatus.CancelPending cancel_pending
        OrderStatus.Canceled canceled
        OrderStatus.Expired expired
        OrderStatus.Failed failed
        OrderStatus.Filled filled
        OrderStatus.PartiallyFilled partially_filled
        OrderStatus.Queued queued
        OrderStatus.Rejected rejected
        OrderStatus.Submitted submitted
        OrderStatus.Unknown unknown
        OrderType.Bracket bracket
        OrderType.Iceberg iceberg
        OrderType.Limit limit
        OrderType.Market market
        OrderType.Stop stop
        OrderType.StopLimit stop_limit
        OrderType.TakeProfit take_profit
        OrderType.TrailingStop trailing_stop
        PositionMode.Hedge hedge
        PositionMode.Netting netting
        PositionSide.Long long
        PositionSide.Short short
        ReuseCause.OtherClient other_client
        ReuseCause.Previous previous
        ReuseCause.Stale stale
        RunKind.Backtest backtest
        RunKind.Live live
        RunKind.Paper paper
        RunOutcome.Completed completed
        RunOutcome.Failed failed
        RunOutcome.Running running
        RunOutcome.Stopped stopped
        ServiceCredentialRejection.Expired expired
        ServiceCredentialRejection.Malformed malformed
        ServiceCredentialRejection.Revoked revoked
        ServiceCredentialRejection.Unknown unknown
        ServiceCredentialRejection.UserDisabled user_disabled
        ServiceCredentialRejection.WrongNetwork wrong_network
        SessionRevocation.AccountDisabled account_disabled
        SessionRevocation.ClientChanged client_changed
        SessionRevocation.Evicted evicted
        SessionRevocation.LoggedOut logged_out
        SessionRevocation.RevokedByAdministrator revoked_by_administrator
        SessionRevocation.RevokedByUser revoked_by_user
        SessionRevocation.SecurityChanged security_changed
        SessionRevocation.SteppedUp stepped_up
        SessionRevocation.TokenReused token_reused
        SessionType.Api api
        SessionType.Mobile mobile
        SessionType.Trading trading
        SessionType.Web web
        SignalType.Buy buy
        SignalType.Hold hold
        SignalType.Sell sell
        SignalType.StrongBuy strong_buy
        SignalType.StrongSell strong_sell
        TimeInForce.Day day
        TimeInForce.FillOrKill fill_or_kill
        TimeInForce.GoodTillCanceled good_till_canceled
        TimeInForce.GoodTillDate good_till_date
        TimeInForce.ImmediateOrCancel immediate_or_cancel
        TradeStatus.Closed closed
        TradeStatus.Open open
        TradeStatus.PartiallyFilled partially_filled
        TradeStatus.Pending pending
        """;

    [Test]
    public void Every_member_of_a_stored_enum_keeps_its_text()
    {
        var stored = Converters()
            .SelectMany(
                pair => Enum.GetValues(pair.Key).Cast<object>()
                    .Select(member => $"{pair.Key.Name}.{member} {pair.Value.ConvertToProvider(member)}"))
            .Concat(
                Enum.GetValues<MigrationJournalStatus>()
                    .Select(status => $"{nameof(MigrationJournalStatus)}.{status} {MigrationJournalForm.Write(status)}"))
            .Concat(Details<ReuseCause>())
            .Concat(Details<ServiceCredentialRejection>())
            .Order(StringComparer.Ordinal);

        string.Join('\n', stored).Should().Be(Texts);
    }

    [Test]
    public void Every_text_reads_back_as_its_member()
    {
        foreach (var (type, converter) in Converters())
        {
            foreach (var member in Enum.GetValues(type))
                converter.ConvertFromProvider(converter.ConvertToProvider(member)).Should().Be(member);
        }
    }

    // Enums whose texts the record of authentication holds as details.
    private static IEnumerable<string> Details<TEnum>()
        where TEnum : struct, Enum => Enum.GetValues<TEnum>().Select(member => $"{typeof(TEnum).Name}.{member} {SnakeCase.Write(member)}");

    private static Dictionary<Type, ValueConverter> Converters()
    {
        var options = new DbContextOptionsBuilder<TradingDbContext>();
        TradingDesignTime.Configure(options, new SqliteTradingProvider("Data Source=unused.db"));
        using var context = new TradingDbContext(options.Options);
        return context.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Select(
                property => (Type: Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType,
                    Converter: property.GetTypeMapping().Converter))
            .Where(property => property.Type.IsEnum)
            .DistinctBy(property => property.Type)
            .ToDictionary(property => property.Type, property => property.Converter!);
    }
}
