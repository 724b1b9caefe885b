using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Settings;

namespace SalesOps.Tests.Support;

/// <summary>Customers who are kept for a time only.</summary>
internal static class Retaining
{
    /// <summary>Sets for how many days customers are kept.</summary>
    /// <param name="days">As it is typed; <c>none</c> for good.</param>
    public static Task<Result<ChangeSetting.Answer>> KeepAsync(this TestConsole console, string days) => console.SendAsync(
        new ChangeSetting.Command(Guid.NewGuid(), SettingKind.RetentionDays, null, days, console.Lane.Last.Directory.Settings.Of(SettingKind.RetentionDays)));

    /// <summary>So much time goes by, in which somebody did something: the clock is believed.</summary>
    public static async Task LiveAsync(this TestConsole console, TimeSpan time)
    {
        var before = TimeSpan.FromDays(3.5);
        console.Clock.Advance(time - before);
        await console.DoSomethingAsync();
        console.Clock.Advance(before);
    }

    /// <summary>Something stands on the audit log, which concerns no customer.</summary>
    public static async Task DoSomethingAsync(this TestConsole console)
    {
        var was = console.Lane.Last.Directory.Settings.Of(SettingKind.AgentCapacity);
        // Where several do so at once, all but the first are refused, and one is enough.
        await console.SendAsync(new ChangeSetting.Command(Guid.NewGuid(), SettingKind.AgentCapacity, null, was == "50" ? "51" : "50", was));
    }

    /// <summary>Five weeks go by, and who was not heard from meanwhile is erased, as many as are taken at once; how many were.</summary>
    public static async Task<int> EraseSilentAsync(this TestConsole console)
    {
        if (console.Lane.Last.Directory.Settings.Of(SettingKind.RetentionDays) == SettingRules.None) await console.KeepAsync("30");
        await console.LiveAsync(TimeSpan.FromDays(35));
        var found = (await console.SendAsync(new FindSilentCustomers.Query())).Value.Customers;
        return (await Task.WhenAll(found.Select(id => console.SendAsync(new EraseSilentCustomer.Command(Guid.NewGuid(), id))))).Count(a => a.Succeeded);
    }
}
