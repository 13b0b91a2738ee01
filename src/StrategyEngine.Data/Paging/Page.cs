using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Paging;

/// <summary>A part of a listing, with the way to the parts beside it.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items in the order of the listing.</param>
/// <param name="Next">The cursor of the page after this one; null at the end.</param>
/// <param name="Previous">The cursor of the page before this one; null at the beginning, and for a page without items.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, string? Previous)
{
    // The items are the application's, and may hold what nobody should read: their number alone.
    private bool PrintMembers(StringBuilder builder) =>
        Printed.Only(builder, $"Items = {Items.Count}, Next = {Next}, Previous = {Previous}");
}
