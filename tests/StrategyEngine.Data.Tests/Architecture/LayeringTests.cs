using FluentAssertions;

using NUnit.Framework;

namespace StrategyEngine.Data.Tests.Architecture;

/// <summary>Who may know whom, as ARCHITECTURE.md says, against the references of the compiled code.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class LayeringTests
{
    // The rows of the page that speak of more than one pillar or package. The first two may also name types of the core's own folder.
    private const string EveryPillar = "every pillar";
    private const string EveryUserOfPersistence = "every user of Persistence";
    private const string EveryProvider = "every provider";

    private static readonly Lazy<IReadOnlyList<TypeReference>> AllReferences = new(() => CompiledReferences.Read(Packages.All));

    private static readonly Lazy<ArchitecturePage> ThePage = new(ArchitecturePage.Load);

    private static IReadOnlyList<TypeReference> References => AllReferences.Value;

    private static ArchitecturePage Page => ThePage.Value;

    private static Dictionary<string, string[]> KnownByPillar => Page.PillarsKnown;

    private static Dictionary<string, string[]> KnownByFolder => Page.Folders.ToDictionary(row => row.Path, row => row.MayKnow);

    [Test]
    public void Every_pillar_stands_in_the_order() =>
        SourceTree.Folders(Packages.Core).Select(PillarName).Distinct().Concat([EveryPillar, EveryUserOfPersistence, EveryProvider])
            .Should().BeEquivalentTo(KnownByPillar.Keys);

    [Test]
    public void Every_type_lies_in_one_folder_in_a_file_of_its_name()
    {
        foreach (var package in Packages.All)
        {
            var folders = SourceTree.FoldersByType(package.GetName().Name!);
            var types = CompiledReferences.Types(package).Select(CompiledReferences.FileNameOf).Distinct().ToList();

            types.Where(type => folders[type].Count() != 1)
                .Should().BeEmpty("the folder of a type is that of its file, in {0}", package.GetName().Name);
        }
    }

    [Test]
    public void No_pillar_knows_one_that_it_may_not_know()
    {
        var known = KnownByPillar;

        ShouldNotExist(reference => IsWithinCore(reference) && BetweenPillars(reference) && !MayKnowPillar(known, reference));
    }

    [Test]
    public void No_folder_knows_a_neighbour_that_it_may_not_know()
    {
        var known = KnownByFolder;

        ShouldNotExist(reference =>
            BetweenNeighbours(reference) && !known.GetValueOrDefault(reference.From.Path, []).Contains(LastName(reference.To)));
    }

    [Test]
    public void No_provider_knows_more_of_the_core_than_it_may()
    {
        var known = KnownByPillar[EveryProvider];

        ShouldNotExist(reference => FromProviderToCore(reference) && !known.Contains(PillarName(reference.To)));
    }

    [Test]
    public void The_core_knows_no_provider_and_no_provider_another() =>
        ShouldNotExist(reference => reference.To.Package != Packages.Core && reference.To.Package != reference.From.Package);

    [Test]
    public void The_folders_of_a_provider_do_not_know_each_other() =>
        ShouldNotExist(reference => reference.From.Package != Packages.Core && BetweenParts(reference));

    [Test]
    public void Nothing_is_allowed_that_nobody_needs()
    {
        var inCore = References.Where(reference => IsWithinCore(reference) && BetweenPillars(reference)).ToList();
        var pillars = inCore.Select(reference => (PillarName(reference.From), PillarName(reference.To)))
            .Concat(inCore.Select(reference => (EveryPillar, Shared(reference))))
            .Concat(inCore.Select(reference => (EveryUserOfPersistence, Shared(reference))))
            .Concat(References.Where(FromProviderToCore).Select(reference => (EveryProvider, PillarName(reference.To))));
        var neighbours = References.Where(BetweenNeighbours).Select(reference => (reference.From.Path, LastName(reference.To)));

        Allowed(KnownByPillar).Except(pillars).Should().BeEmpty("what is not needed is taken out of the table of pillars");
        Allowed(KnownByFolder).Except(neighbours).Should().BeEmpty("what is not needed is taken out of the tables of folders");
    }

    [Test]
    public void The_search_finds_references()
    {
        References.Select(reference => (reference.From.ToString(), reference.To.ToString())).Should()
            .Contain(("src/StrategyEngine.Data/Model/Users", "src/StrategyEngine.Data/Encryption"), "an attribute is one")
            .And.Contain(("src/StrategyEngine.Data/MarketData", "src/StrategyEngine.Data/Persistence/Candles"), "a call is one")
            .And.Contain(
                ("src/StrategyEngine.Data/Encryption/Mapping", "src/StrategyEngine.Data/Encryption/Redaction"), "a type argument is one")
            .And.Contain(
                ("src/StrategyEngine.Data.Sqlite/Amounts", "src/StrategyEngine.Data/Persistence/Amounts"), "a base class elsewhere is one");
    }

    private static void ShouldNotExist(Func<TypeReference, bool> isForbidden) =>
        References.Where(isForbidden).Select(reference => reference.Text).Distinct().Order().Should().BeEmpty();

    private static IEnumerable<(string From, string To)> Allowed(Dictionary<string, string[]> known) =>
        known.SelectMany(row => row.Value.Select(to => (row.Key, to)));

    private static bool IsWithinCore(TypeReference reference) =>
        reference.From.Package == Packages.Core && reference.To.Package == Packages.Core;

    private static bool FromProviderToCore(TypeReference reference) =>
        reference.From.Package != Packages.Core && reference.To.Package == Packages.Core;

    private static bool BetweenPillars(TypeReference reference) => reference.From.Pillar != reference.To.Pillar;

    // Two parts of one pillar. The pillar's own folder is its face: it knows its parts, and they may know it.
    private static bool BetweenNeighbours(TypeReference reference) =>
        IsWithinCore(reference) && !BetweenPillars(reference) && BetweenParts(reference);

    private static bool BetweenParts(TypeReference reference) =>
        reference.From.Package == reference.To.Package && reference.From.Path != reference.To.Path
        && !IsFace(reference.From) && !IsFace(reference.To);

    // A package's own folder is the face of a provider, a pillar's that of the pillar.
    private static bool IsFace(SourceFolder folder) =>
        folder.Path.Length == 0 || (folder.Package == Packages.Core && folder.Path == folder.Pillar);

    private static bool MayKnowPillar(Dictionary<string, string[]> known, TypeReference reference)
    {
        var mayKnow = known.GetValueOrDefault(PillarName(reference.From), []);
        return mayKnow.Contains(PillarName(reference.To))
            || known[EveryPillar].Contains(Shared(reference))
            || (mayKnow.Contains("Persistence") && known[EveryUserOfPersistence].Contains(Shared(reference)));
    }

    // By what a row for many may allow a reference: its pillar, or a single type of the core's own folder.
    private static string Shared(TypeReference reference) => reference.To.Pillar.Length == 0 ? reference.Known : reference.To.Pillar;

    private static string PillarName(SourceFolder folder) => folder.Pillar.Length == 0 ? Packages.Core : folder.Pillar;

    private static string LastName(SourceFolder folder) => folder.Path[(folder.Path.LastIndexOf('/') + 1)..];
}
