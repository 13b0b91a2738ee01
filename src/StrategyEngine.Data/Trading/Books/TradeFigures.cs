using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Positions;

namespace StrategyEngine.Data.Trading.Books;

/// <summary>What a round trip comes to, as a <see cref="Trade"/> says it.</summary>
internal static class TradeFigures
{
    public static void CopyTo(Trade trade, RoundTrip trip)
    {
        trade.Currency = trip.Settlement;
        trade.FilledQuantity = trip.EntryQuantity;
        trade.ExitQuantity = trip.ExitQuantity;
        trade.OpenQuantity = trip.OpenQuantity;
        trade.DustQuantity = trip.DustLeft;
        trade.EntryPrice = trip.AverageEntryPrice;
        trade.ExitPrice = trip.AverageExitPrice;
        trade.Fee = trip.SettledFees;
        trade.MissingRates = trip.FeesWithoutRate.IsEmpty ? null : string.Join(' ', trip.MissingRates.Select(currency => currency.Code));
        var hasExit = trip.ExitQuantity > 0;
        trade.GrossPnl = hasExit ? trip.GrossProfit.Amount : null;
        trade.Pnl = hasExit ? trip.NetProfit?.Amount : null;
        trade.PnlPercentage = hasExit && trip.NetProfit is not null && trip.ExitCost != 0
            ? (double)((trip.Gross - trip.SettledFees) / trip.ExitCost * 100)
            : null;
        trade.ClosedAt = trip.ClosedAt;
        trade.DurationSeconds = trip.ClosedAt is { } closed ? (long)(closed - trade.OpenedAt).TotalSeconds : null;
        trade.Status = trip.ClosedAt is not null ? TradeStatus.Closed
            : trip.EntryQuantity == 0 && !hasExit ? TradeStatus.Pending
            : !hasExit && trip.EntryQuantity < trade.Quantity ? TradeStatus.PartiallyFilled
            : TradeStatus.Open;
    }
}
