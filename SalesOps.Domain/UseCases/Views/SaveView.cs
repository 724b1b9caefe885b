using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Views;

/// <summary>保存视图: keeps how the sender looks at a list, for themselves or for everybody who is no salesperson.</summary>
public static class SaveView
{
    /// <param name="List">The list, by its section on the page.</param>
    /// <param name="Shows">As <see cref="ViewRules"/> allows it.</param>
    public sealed record Command(Guid OperationId, string List, string Name, string Shows, bool IsShared) : ICommand<Answer>
    {
        public static Access Access => Access.AnyPerson;
    }

    public sealed record Answer(Guid ViewId);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.List).ListOfThePage();
            RuleFor(c => c.Name).NameOfView();
            RuleFor(c => c.Shows).ShowsOfView();
        }
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (caller.Current.SalesUserId is not { } me) return new Error(ErrorKind.Forbidden, "Only a person keeps views.");
            var name = request.Name.Trim();
            if (await ViewFile.RefusalAsync(change, me, request.List, name, request.IsShared, null, cancellationToken) is { } refused) return refused;
            if (await change.Store.SavedViews.CountAsync(v => v.OwnerId == me && v.List == request.List && v.RemovedAt == null, cancellationToken) >= ViewRules.Most)
                return Error.Invalid("name", $"There are {ViewRules.Most} views of this list already.", "too_many_views");
            var view = new SavedView(change.NewId(), me, request.List, name, request.Shows, request.IsShared, change.Now);
            change.Add(view);
            change.Record("view.saved", view);
            return new Answer(view.Id);
        }
    }
}
