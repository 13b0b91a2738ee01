namespace StrategyEngine.Data.Model;

/// <summary>Why a balance changed without a fill.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum LedgerEntryKind
{
    /// <summary>Money came from outside. No part of a return.</summary>
    Deposit,

    /// <summary>Money went outside. No part of a return.</summary>
    Withdrawal,

    /// <summary>Money came from, or went to, another account of the same owner. No part of a return.</summary>
    Transfer,

    /// <summary>Funding of a perpetual contract, paid or received.</summary>
    Funding,

    /// <summary>Interest, paid or received.</summary>
    Interest,

    /// <summary>The settlement of an expired contract.</summary>
    Delivery,

    /// <summary>A fee that belongs to no fill.</summary>
    Fee,

    /// <summary>Anything else, such as a rebate, an airdrop or a correction by the venue.</summary>
    Other,
}
