using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Specifications.Encryption;

public sealed class Visit
{
    public DateOnly Day { get; set; }

    public Ward Ward { get; set; }

    public int Number { get; set; }

    public Guid PatientId { get; set; }

    [Encrypted]
    public string? Place { get; set; }

    [Encrypted]
    public Secret<string>? Note { get => field?.For(Day, Ward, Number); set; }
}
