using System.Diagnostics;
using System.Globalization;

using NUnit.Framework;
using NUnit.Framework.Interfaces;

using StrategyEngine.Data.TestProfile;

[assembly: TestProfile]

namespace StrategyEngine.Data.TestProfile;

/// <summary>
/// Where the environment variable <c>TRADING_TEST_PROFILE</c> names a folder, writes there what each test took: one file of tab-separated
/// lines for each assembly.
/// </summary>
/// <remarks>
/// Processor time is that of the whole process and of the processes it has started and seen end, so it belongs to the test
/// only where one test runs at a time: <c>dotnet test … -- NUnit.NumberOfTestWorkers=1</c>. docs/testing.md says how to read it.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TestProfileAttribute : Attribute, ITestAction
{
    private const string Began = "TestProfile.Began";

    private static readonly Lazy<StreamWriter?> Output = new(Open);

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test)
    {
        if (Output.Value is not null)
            test.Properties.Set(Began, Moment.Now());
    }

    public void AfterTest(ITest test)
    {
        if (Output.Value is not { } output || test.Properties.Get(Began) is not Moment began)
            return;
        var spent = Moment.Now() - began;
        lock (output)
        {
            output.WriteLine(
                string.Join(
                    '\t',
                    Seconds(spent.Wall),
                    Seconds(spent.Processor),
                    Seconds(spent.Children),
                    TestContext.CurrentContext.Result.Outcome.Status,
                    test.FullName));
        }
    }

    private static StreamWriter? Open()
    {
        if (Environment.GetEnvironmentVariable("TRADING_TEST_PROFILE") is not { Length: > 0 } folder)
            return null;
        Directory.CreateDirectory(folder);
        var output = new StreamWriter(Path.Combine(folder, typeof(TestProfileAttribute).Assembly.GetName().Name + ".tsv"))
        {
            AutoFlush = true
        };
        output.WriteLine("wall\tprocessor\tchildren\toutcome\ttest");
        return output;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A point in time: on the clock, in processor time of this process, and in that of the processes it has started.</summary>
    private sealed record Moment(TimeSpan Wall, TimeSpan Processor, TimeSpan Children)
    {
        // proc(5): the fields behind the name, which stands in brackets; times are in hundredths of a second (USER_HZ).
        private const int Parent = 1, UserTime = 11, SystemTime = 12, UserTimeOfEnded = 13, SystemTimeOfEnded = 14, TicksPerSecond = 100;

        public static Moment Now() => new(Stopwatch.GetElapsedTime(0), OfThisProcess(), OfChildren());

        public static Moment operator -(Moment end, Moment start) =>
            new(end.Wall - start.Wall, end.Processor - start.Processor, end.Children - start.Children);

        private static TimeSpan OfThisProcess() =>
            OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
                ? Environment.CpuUsage.TotalTime
                : TimeSpan.Zero;

        // Of those that have ended, which the system adds up, and of those that run; elsewhere nobody counts them.
        private static TimeSpan OfChildren()
        {
            if (!OperatingSystem.IsLinux())
                return TimeSpan.Zero;
            var ticks = Read("/proc/self/stat") is { } own ? own[UserTimeOfEnded] + own[SystemTimeOfEnded] : 0;
            foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(folder[^1])))
            {
                if (Read(Path.Combine(folder, "stat")) is { } child && child[Parent] == Environment.ProcessId)
                    ticks += child[UserTime] + child[SystemTime] + child[UserTimeOfEnded] + child[SystemTimeOfEnded];
            }

            return TimeSpan.FromSeconds(ticks / (double)TicksPerSecond);
        }

        private static long[]? Read(string path)
        {
            try
            {
                var status = File.ReadAllText(path);
                return
                [
                    .. status[(status.LastIndexOf(')') + 2)..].Split(' ')
                        .Select(field => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0),
                ];
            }
            catch (IOException)
            {
                return null; // it has ended meanwhile
            }
        }
    }
}
