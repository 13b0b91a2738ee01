namespace StrategyEngine.Data.Specifications.Encryption;

public enum Ward
{
    Surgery,
    Maternity,
}
