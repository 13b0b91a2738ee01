namespace StrategyEngine.Data.Model;

/// <summary>Where an order stands.</summary>
/// <remarks>Stored as snake_case text. Which one may follow which: <c>docs/records.md</c>.</remarks>
public enum OrderStatus
{
    /// <summary>Decided on, not yet sent.</summary>
    Queued,

    /// <summary>Sent, not yet answered.</summary>
    Submitted,

    /// <summary>The exchange has it.</summary>
    Acknowledged,

    /// <summary>Part of it is filled.</summary>
    PartiallyFilled,

    /// <summary>All of it is filled. Terminal.</summary>
    Filled,

    /// <summary>It is to be withdrawn, and the exchange has not said that it is.</summary>
    CancelPending,

    /// <summary>Withdrawn. Terminal, and it may carry fills.</summary>
    Canceled,

    /// <summary>The exchange refused it. Terminal.</summary>
    Rejected,

    /// <summary>It failed for a technical reason. Terminal.</summary>
    Failed,

    /// <summary>Its time in force ended. Terminal, and it may carry fills.</summary>
    Expired,

    /// <summary>The exchange said something that is not known. Never terminal and never filled; its text is kept.</summary>
    Unknown,
}
