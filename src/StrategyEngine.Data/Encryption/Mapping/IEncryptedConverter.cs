namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Marks a converter that seals and opens.</summary>
internal interface IEncryptedConverter
{
    EncryptedColumn Column { get; }
}
