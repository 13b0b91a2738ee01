using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Encryption;

/// <summary>A value could not be sealed while saving; the reason is the inner exception.</summary>
public sealed class EncryptionUpdateException : DbUpdateException
{
    internal EncryptionUpdateException(TradingDataException reason)
        : base(reason.Message, reason) => Code = reason.Code;

    /// <summary>The stable, dotted identifier of the reason.</summary>
    public string Code { get; }
}
