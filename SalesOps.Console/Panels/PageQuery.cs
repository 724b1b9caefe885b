using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace SalesOps.Console.Panels;

/// <summary>What the address bar says of the page: <c>/?SECTION.FILTER=value</c>, <c>customer=ID</c> for the drawer, with what of the customer is looked at, and <c>entry=NUMBER</c> for the audit entry that is open.</summary>
public static class PageQuery
{
    public const string Customer = "customer";
    public const string Entry = "entry";
    /// <summary>The kind of events that the drawer's timeline shows; all without it.</summary>
    public const string Timeline = "timeline";
    /// <summary>The conversation that is walked through in the drawer.</summary>
    public const string Steps = "steps";
    /// <summary>The moment of which the drawer shows the customer: the number of an audit entry or a time; <see cref="AnyMoment"/> while it is asked for.</summary>
    public const string Past = "past";
    public const string AnyMoment = "when";

    /// <summary>What belongs to the customer who is open, and goes with the drawer; console.js knows them too.</summary>
    private static readonly string[] OfCustomer = [Timeline, Steps, Past];

    /// <summary>The value under <paramref name="name"/>; null when there is none.</summary>
    public static string? Asked(this NavigationManager navigation, string name) =>
        QueryHelpers.ParseQuery(new Uri(navigation.Uri).Query).TryGetValue(name, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;

    /// <summary>The customer whose drawer is open; null when none is.</summary>
    public static Guid? AskedCustomer(this NavigationManager navigation) => Guid.TryParse(navigation.Asked(Customer), out var id) ? id : null;

    /// <summary>The audit entry that is open, by its sequence number; null when none is.</summary>
    public static long? AskedEntry(this NavigationManager navigation) => long.TryParse(navigation.Asked(Entry), out var sequence) ? sequence : null;

    /// <summary>This page with the section showing <paramref name="view"/>. Where it stood may have been another section, to which nobody wants to be led again.</summary>
    public static string WithView(this NavigationManager navigation, string section, GridView view, GridView before) =>
        navigation.GetUriWithQueryParameters(navigation.Uri.Split('#')[0], view.Address(section, before));

    /// <summary>This page with the customer's drawer open; null closes it. Filters stay.</summary>
    public static string WithCustomer(this NavigationManager navigation, Guid? id) =>
        navigation.GetUriWithQueryParameters(OfCustomer.ToDictionary(name => name, _ => (object?)null, StringComparer.Ordinal).Append(new(Customer, id)).ToDictionary(StringComparer.Ordinal));

    /// <summary>This page with the drawer of the customer as it was at a time.</summary>
    /// <param name="at">UTC.</param>
    public static string WithPastOf(this NavigationManager navigation, Guid id, DateTime at) => navigation.WithPastOf(id, Moment(at));

    /// <inheritdoc cref="WithPastOf(NavigationManager, Guid, DateTime)"/>
    /// <param name="moment">As <see cref="Past"/> has it.</param>
    public static string WithPastOf(this NavigationManager navigation, Guid id, string moment) => QueryHelpers.AddQueryString(navigation.WithCustomer(id), Past, moment);

    /// <summary>A time as <see cref="Past"/> has it.</summary>
    /// <param name="at">UTC.</param>
    public static string Moment(DateTime at) => at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>Puts what is looked at in the drawer into the address, as a step that Back takes back; null takes it away.</summary>
    /// <remarks>Also where it stands there already: the browser may have yet to say what it was last sent to.</remarks>
    public static void Look(this NavigationManager navigation, string name, string? value)
    {
        var address = navigation.GetUriWithQueryParameter(name, value);
        navigation.NavigateTo(address, replace: address == navigation.Uri);
    }
}
