using System.Reflection;

using FluentAssertions;

using NUnit.Framework;

namespace StrategyEngine.Data.Specifications;

/// <summary>A provider's test assembly derives one fixture from every specification.</summary>
public abstract class ComplianceSpecification
{
    [Test]
    public void Every_specification_has_a_fixture_in_this_assembly() => Missing(GetType().Assembly).Should().BeEmpty();

    [Test]
    public void An_assembly_without_fixtures_lacks_every_specification() =>
        Missing(typeof(ComplianceSpecification).Assembly).Should()
            .HaveCountGreaterThan(5).And.BeEquivalentTo(Specifications().Select(type => type.FullName));

    private static IEnumerable<string?> Missing(Assembly assembly)
    {
        var covered = assembly.GetTypes().Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false })
            .SelectMany(GenericBases).ToHashSet();
        return Specifications().Where(specification => !covered.Contains(specification)).Select(type => type.FullName);
    }

    private static IEnumerable<Type> Specifications() => typeof(Specification<>).Assembly.GetTypes()
        .Where(
            type => type is { IsAbstract: true, IsGenericTypeDefinition: true }
                && type != typeof(Specification<>)
                && GenericBases(type).Contains(typeof(Specification<>)));

    private static IEnumerable<Type> GenericBases(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.IsGenericType)
                yield return ancestor.GetGenericTypeDefinition();
        }
    }
}
