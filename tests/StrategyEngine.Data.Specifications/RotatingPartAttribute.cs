using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace StrategyEngine.Data.Specifications;

/// <summary>
/// Marks tests that repeat others under another circumstance: where <see cref="Rounds.Variable"/> chooses a part, only those of that part
/// run, and the others are skipped by name. By default, and with <c>full</c>, all of them run.
/// </summary>
/// <param name="part">The part they belong to: 1 to <see cref="Rounds.Parts"/>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RotatingPartAttribute(int part) : NUnitAttribute, IApplyToTest
{
    /// <summary>The part.</summary>
    public int Part => part;

    /// <inheritdoc/>
    public void ApplyToTest(Test test)
    {
        if (test.RunState == RunState.NotRunnable || Rounds.Takes(part, Environment.GetEnvironmentVariable(Rounds.Variable)))
            return;
        test.RunState = RunState.Ignored;
        test.Properties.Set(PropertyNames.SkipReason, $"{Rounds.Variable} chooses another part than {part}/{Rounds.Parts}.");
    }
}
