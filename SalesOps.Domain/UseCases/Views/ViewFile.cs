using FluentValidation;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;
using SalesOps.Domain.UseCases.Exports;

namespace SalesOps.Domain.UseCases.Views;

/// <summary>What saving and editing a view have in common.</summary>
internal static class ViewFile
{
    public static IRuleBuilderOptions<T, string> ListOfThePage<T>(this IRuleBuilder<T, string> rule) => rule.Must(ExportList.Lists.Contains).WithMessage("There is no such list.");

    public static IRuleBuilderOptions<T, string?> NameOfView<T>(this IRuleBuilderInitial<T, string> rule) =>
        rule.Cascade(CascadeMode.Stop).NotEmpty().WithErrorCode("required").Visible().MaximumLength(ViewRules.LongestName).WithErrorCode("too_long").PlainText();

    public static IRuleBuilderOptions<T, string> ShowsOfView<T>(this IRuleBuilder<T, string> rule) =>
        rule.NotNull().Must(s => s is null || ViewRules.IsSound(s)).WithMessage("This is no view of a list.");

    /// <summary>What stands against the owner's calling a view so, or sharing it; null when nothing does.</summary>
    public static async Task<Error?> RefusalAsync(Change change, Guid ownerId, string list, string name, bool isShared, Guid? except, CancellationToken stop)
    {
        if (isShared && change.Directory.SalesUsers.TryGetValue(ownerId, out var owner) && owner.Role == Role.RealSalesUser)
            return Error.Invalid("isShared", "A salesperson's views are their own.", "choose");
        return await change.Store.SavedViews.AsNoTracking().AnyAsync(v => v.OwnerId == ownerId && v.List == list && v.Name == name && v.RemovedAt == null && v.Id != except, stop)
            ? Error.Invalid("name", "Another view of this list is called so already.", "taken")
            : null;
    }

    /// <summary>The view, when the actor may edit it as it was seen.</summary>
    /// <param name="version">Null for as it is.</param>
    public static (SavedView? View, Error? Refused) Find(Change change, Caller caller, Guid id, int? version)
    {
        if (change.Find<SavedView>(id) is not { } view || !(view.OwnerId == caller.SalesUserId || view.IsShared)) return (null, Error.NotFound("The view"));
        if (!view.MayEdit(caller.SalesUserId, caller.Role)) return (null, new Error(ErrorKind.Forbidden, "Only the owner or an admin may change this view."));
        if (version is { } seen && (view.Version != seen || view.RemovedAt is not null)) return (null, new Error(ErrorKind.Stale, "Somebody changed the view meanwhile.", Code: "changed"));
        return (view, null);
    }
}
