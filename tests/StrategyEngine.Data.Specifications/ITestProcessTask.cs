namespace StrategyEngine.Data.Specifications;

/// <summary>What a <see cref="TestProcess"/> does: has a constructor without parameters.</summary>
public interface ITestProcessTask
{
    /// <summary>Prepares, awaits <paramref name="start"/> so that all processes begin together, and works.</summary>
    /// <param name="database">The database of the test that started the process.</param>
    /// <param name="arguments">What the test gave.</param>
    /// <param name="start">Tells the test that this process is ready, and waits for its word.</param>
    /// <returns>Lines for the test to read.</returns>
    Task<IEnumerable<string>> RunAsync(TestDatabase database, string[] arguments, Func<Task> start);
}
