namespace StrategyEngine.Data.Paging;

/// <summary>
/// A cursor is damaged, or comes from another listing. Its <see cref="TradingDataException.Code"/> is <c>paging.cursor</c>.
/// </summary>
public sealed class InvalidCursorException : TradingDataException
{
    internal InvalidCursorException()
        : base(
            "paging.cursor",
            "The cursor is damaged, or comes from a listing of another type, key or direction. Begin with the first page, by a cursor of "
            + "null.")
    {
    }
}
